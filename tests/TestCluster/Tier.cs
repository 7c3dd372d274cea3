namespace McpTenants.Testing;

/// <summary>How much of a cluster a test needs.</summary>
public enum Tier
{
    /// <summary>etcd, API server and controller-manager; nothing runs in it. Ready in seconds.</summary>
    Integration,

    /// <summary>A whole cluster with a node, network policies, DNS and a TLS edge.</summary>
    EndToEnd,
}

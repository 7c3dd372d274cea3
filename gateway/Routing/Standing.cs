namespace McpTenants.Gateway.Routing;

/// <summary>Whether a known tenant may be called.</summary>
internal enum Standing
{
    /// <summary>It may.</summary>
    Open,

    /// <summary>Not yet: its guardrails or workload are not in place.</summary>
    Provisioning,

    /// <summary>Not now: refused for everybody, and never woken.</summary>
    Suspended,
}

namespace McpTenants.Authorization.Peers;

/// <summary>
/// Who is who on connections inside the platform: one URI (SPIFFE form) in the certificate's subject alternative names, and nothing else of it. The trust
/// domain is the same everywhere; what tells installations apart is their certificate authority, which each has of its own.
/// </summary>
public static class PeerNames
{
    /// <summary>Authority part of every name.</summary>
    public const string TrustDomain = "mcptenants.dev";

    /// <summary>A gateway, as a client of instances.</summary>
    public const string Gateway = $"spiffe://{TrustDomain}/gateway";

    /// <summary>The operator, as a client of instances.</summary>
    public const string Operator = $"spiffe://{TrustDomain}/operator";

    /// <summary>The instance of the tenant with this UID, as a server. By UID, because a name may be given to another tenant later.</summary>
    public static string Tenant(string uid) => $"spiffe://{TrustDomain}/tenant/{uid}";

    /// <summary>The same as a host name, for the name check that TLS libraries do by themselves. No such name exists in DNS.</summary>
    public static string TenantHost(string uid) => $"{uid}.tenant.{TrustDomain}";
}

namespace McpTenants.Api;

/// <summary>What the platform decides for all tenants: the part of the operator's options that checks and defaults read.</summary>
public sealed record PlatformPolicy
{
    /// <summary>Tenants answer at <c>https://&lt;subdomain&gt;.&lt;BaseDomain&gt;/mcp</c>. No default.</summary>
    public required string BaseDomain { get; init; }

    /// <summary>Namespace of operator, gateway and ingresses. Default: mcp-system.</summary>
    public string SystemNamespace { get; init; } = McpTenantNames.DefaultSystemNamespace;

    /// <summary>Names and subdomains no tenant may take, besides everything that begins with <c>kube-</c>. A trailing star is a prefix.</summary>
    public IReadOnlyList<string> ReservedNames { get; init; } = ["kube-*", "default", "system", "www", "api", "admin", "gateway", "mcp-system"];

    /// <summary>Full host names that belong to the platform itself, such as the gateway's.</summary>
    public IReadOnlyList<string> PlatformHosts { get; init; } = [];

    /// <summary>Image of an instance that names none.</summary>
    public string InstanceImage { get; init; } = "mcptenants.dev/mcp-instance:dev";

    /// <summary>Prefixes an explicit image has to begin with, up to a <c>/</c> border. Empty: any.</summary>
    public IReadOnlyList<string> AllowedRegistries { get; init; } = [];

    /// <summary>Whether an explicit image needs a sha256 digest. Default: false.</summary>
    public bool RequireDigest { get; init; }

    /// <summary>Whether tenants may use mode Anonymous. Default: false.</summary>
    public bool AllowAnonymous { get; init; }

    /// <summary>Whether issuers may be at private addresses. Default: false.</summary>
    public bool AllowPrivateIssuers { get; init; }

    /// <summary>Whether tenants may open egress to the whole internet; private, link-local and cluster ranges stay carved out. Default: false.</summary>
    public bool AllowInternetEgress { get; init; }

    /// <summary>Ranges of pods, services and nodes; never reachable by tenants.</summary>
    public IReadOnlyList<string> ClusterCidrs { get; init; } = [];

    /// <summary>Node labels a tenant may select by. Empty: any but the reserved prefixes.</summary>
    public IReadOnlyList<string> AllowedNodeLabels { get; init; } = [];

    /// <summary>Groups and users that may change what the platform decides about a tenant (suspension, tier, deletion protection). Empty: everybody who may write tenants.</summary>
    public IReadOnlyList<string> PlatformPrincipals { get; init; } = [];

    /// <summary>Shortest allowed <c>idleAfter</c>. Default: 30 seconds.</summary>
    public TimeSpan MinIdleAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest allowed <c>idleAfter</c>. Default: 24 hours; use <c>minInstances: 1</c> for never.</summary>
    public TimeSpan MaxIdleAfter { get; init; } = TimeSpan.FromHours(24);

    /// <summary>Shortest allowed <c>secrets.keyVault.refreshInterval</c>. Default: one minute.</summary>
    public TimeSpan MinSecretRefresh { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Longest allowed <c>toolTimeout</c>. Default: one hour.</summary>
    public TimeSpan MaxToolTimeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Largest request or response body a tenant may ask for, in bytes. Default: 64 MiB.</summary>
    public long MaxBodyBytes { get; init; } = 64L << 20;

    /// <summary>Presets by name.</summary>
    public IReadOnlyDictionary<string, TierPreset> Tiers { get; init; } = TierPresets.BuiltIn;

    /// <summary>Tier of tenants that name none. Default: standard.</summary>
    public string DefaultTier { get; init; } = TierPresets.Standard;
}

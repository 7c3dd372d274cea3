using McpTenants.Api;

namespace McpTenants.Operator.Check;

/// <summary>All that the policies may look at; they read nothing else.</summary>
internal sealed record TenantCheckInput
{
    /// <summary>The tenant as it is, or as somebody wants it to be.</summary>
    public required McpTenant Tenant { get; init; }

    /// <summary>The tenant as stored; null at creation and in the reconciler.</summary>
    public McpTenant? Old { get; init; }

    /// <summary>What the platform decides.</summary>
    public required PlatformPolicy Platform { get; init; }

    /// <summary>Hosts of all other tenants.</summary>
    public IReadOnlyCollection<HostClaim> OtherHosts { get; init; } = [];

    /// <summary>Names and hosts that deleted tenants still hold.</summary>
    public IReadOnlyCollection<TombstoneHold> Holds { get; init; } = [];

    /// <summary>Names of the McpExportTargets; null when they are not looked at. Admission does not: a target applied a moment earlier may not be in the cache yet.</summary>
    public IReadOnlyCollection<string>? ExportTargets { get; init; }

    /// <summary>Who writes; null in the reconciler.</summary>
    public Actor? Actor { get; init; }

    /// <summary>The time, for keys that expire.</summary>
    public required DateTimeOffset Now { get; init; }
}

/// <summary>Who writes a tenant.</summary>
/// <param name="User">User name.</param>
/// <param name="Groups">Groups of the user.</param>
internal sealed record Actor(string User, IReadOnlyCollection<string> Groups);

/// <summary>A host that another tenant has.</summary>
/// <param name="Host">Host, lower case.</param>
/// <param name="Tenant">Name of the tenant.</param>
/// <param name="Created">When that tenant was created: of two that claim a host the older one has it.</param>
internal sealed record HostClaim(string Host, string Tenant, DateTimeOffset Created)
{
    /// <summary>The claims of all tenants but one.</summary>
    public static IReadOnlyCollection<HostClaim> Of(IEnumerable<McpTenant> tenants, McpTenant except, PlatformPolicy platform) =>
    [
        .. from tenant in tenants
           where tenant.Metadata.Name != except.Metadata.Name
           from host in Effective.HostsOf(tenant, platform)
           select new HostClaim(host, tenant.Metadata.Name ?? string.Empty, CreatedOf(tenant)),
    ];

    /// <summary>Creation of a tenant; one that is not stored yet is the youngest of all.</summary>
    public static DateTimeOffset CreatedOf(McpTenant tenant) => tenant.Metadata.CreationTimestamp ?? DateTimeOffset.MaxValue;
}

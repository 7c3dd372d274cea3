namespace McpTenants.Api;

/// <summary>Values a tier supplies for the fields a tenant leaves out, and the quota nobody can exceed.</summary>
public sealed record TierPreset
{
    /// <summary>Time without requests before sleep.</summary>
    public required TimeSpan IdleAfter { get; init; }

    /// <summary>Guaranteed amounts of the instance.</summary>
    public required ResourceAmounts Requests { get; init; }

    /// <summary>Upper bounds of the instance.</summary>
    public required ResourceAmounts Limits { get; init; }

    /// <summary>Size of the data volume, a quantity.</summary>
    public required string StorageSize { get; init; }

    /// <summary>Hard limits of the tenant's ResourceQuota, resource name to quantity. Has room for the instance and an export beside it.</summary>
    public required IReadOnlyDictionary<string, string> Quota { get; init; }

    /// <summary>Tools that tenants of this tier do not have, names or <c>prefix*</c>. Default: none.</summary>
    public IReadOnlyList<string> DeniedTools { get; init; } = [];

    /// <summary>Request limits.</summary>
    public required InstanceLimits Requesting { get; init; }
}

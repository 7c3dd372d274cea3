using McpTenants.Api.Values;

namespace McpTenants.Api;

/// <summary>Fills in defaults: the tenant's own field, else its tier, else the operator's options.</summary>
/// <remarks>Never throws on a tenant the API server stored: a value that cannot be read falls back to its default, and the checks say what is wrong with it.</remarks>
public static class Effective
{
    /// <summary>The fully defaulted view of a tenant.</summary>
    public static EffectiveTenant Of(McpTenant tenant, PlatformPolicy platform)
    {
        var spec = tenant.Spec;
        var tierName = spec.Tier ?? platform.DefaultTier;
        var tier = TierOf(tierName, platform);
        var hosts = HostsOf(tenant, platform);
        var url = $"https://{hosts[0]}/mcp";
        var instance = spec.Instance;
        return new()
        {
            Uid = tenant.Metadata.Uid ?? string.Empty,
            Name = tenant.Metadata.Name ?? string.Empty,
            Namespace = McpTenantNames.NamespaceOf(tenant.Metadata.Name ?? string.Empty),
            DisplayName = spec.DisplayName ?? tenant.Metadata.Name ?? string.Empty,
            Tier = tierName,
            Region = spec.Region,
            Hosts = hosts,
            Url = url,
            Suspended = spec.Suspended ?? false,
            NodeSelector = spec.Isolation?.NodeSelector ?? new Dictionary<string, string>(StringComparer.Ordinal),
            Tolerations = spec.Isolation?.Tolerations ?? [],
            Egress = [.. (spec.Isolation?.Egress ?? []).Select(rule => new EffectiveEgress(
                rule.Cidr, ForbiddenRanges.CarveOuts(rule.Cidr, platform.ClusterCidrs), rule.Ports))],
            Image = instance?.Image ?? platform.InstanceImage,
            ImagePullSecrets = instance?.ImagePullSecrets ?? [],
            Requests = EffectiveResources.Requests(instance?.Resources, tier.Requests),
            Limits = EffectiveResources.Limits(instance?.Resources, tier.Limits),
            Quota = tier.Quota,
            StorageSize = instance?.Storage?.Size ?? tier.StorageSize,
            StorageClassName = instance?.Storage?.StorageClassName is { Length: > 0 } storageClass ? storageClass : null,
            Env = instance?.Env ?? [],
            IdleAfter = GoDuration.TryParse(spec.Scaling?.IdleAfter, out var idleAfter) ? idleAfter : tier.IdleAfter,
            MinInstances = spec.Scaling?.MinInstances ?? 0,
            Streams = spec.Scaling?.Streams ?? StreamMode.Passive,
            Auth = AuthOf(spec.Auth, url),
            JwksUri = spec.Auth.JwksUri,
            Tools = ToolsOf(spec.Tools, tier),
            Connectors = EffectiveConnectors.Of(spec.Connectors),
            Documents = spec.Connectors ?? [],
            Sidecars = EffectiveSidecar.Of(instance?.Servers),
            Requesting = EffectiveLimits.Of(spec.Limits, tier.Requesting),
            Storing = StoringOf(instance?.Storage, tier),
            Audit = AuditOf(spec.Audit),
            Vault = EffectiveVault.Of(spec.Secrets),
            SecretName = spec.Secrets?.Provider == SecretProvider.KeyVault ? McpTenantNames.SyncedSecret : spec.Secrets?.Kubernetes?.SecretName,
            DeletionProtection = spec.Deletion?.Protection ?? true,
            Export = spec.Deletion?.Export ?? (spec.Deletion?.ExportTarget is null ? ExportMode.None : ExportMode.Required),
            ExportTarget = spec.Deletion?.ExportTarget,
        };
    }

    /// <summary>All hosts of a tenant, lower case, canonical first.</summary>
    public static IReadOnlyList<string> HostsOf(McpTenant tenant, PlatformPolicy platform) =>
    [
        $"{tenant.Spec.Subdomain ?? tenant.Metadata.Name}.{platform.BaseDomain}".ToLowerInvariant(),
        .. (tenant.Spec.CustomHosts ?? []).Select(host => host.ToLowerInvariant()),
    ];

    private static TierPreset TierOf(string name, PlatformPolicy platform) =>
        platform.Tiers.GetValueOrDefault(name) ?? platform.Tiers.GetValueOrDefault(platform.DefaultTier) ?? TierPresets.BuiltIn[TierPresets.Standard];

    private static InstanceStorage StoringOf(StorageSpec? storage, TierPreset tier) => new()
    {
        // The other half of the volume is for the search index, the database's log and the audit trail.
        WorkspaceBytes = Math.Max(1, (long)((Quantity.TryParse(storage?.Size, out var size) || Quantity.TryParse(tier.StorageSize, out size)) && size < long.MaxValue ? size / 2 : 1L << 30)),
        DocumentVersions = storage?.DocumentVersions ?? StorageSpec.DefaultDocumentVersions,
    };

    private static InstanceAudit AuditOf(AuditSpec? audit) => new()
    {
        RetentionSeconds = (GoDuration.TryParse(audit?.Retention, out var retention) ? retention : AuditSpec.DefaultRetention).TotalSeconds,
        FailClosed = audit?.FailClosed ?? true,
        Sync = audit?.Sync ?? AuditSync.Changes,
    };

    private static InstanceAuthentication AuthOf(AuthSpec auth, string url) => new()
    {
        Mode = auth.Mode ?? AuthMode.OAuth,
        Issuer = auth.Issuer,
        Audience = auth.Audience ?? url,
        RequiredScopes = auth.RequiredScopes ?? [],
        ToolScopes = auth.ToolScopes ?? new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal),
        TenantClaim = auth.TenantClaim is { } claim ? new(claim.Name, claim.Value) : null,
        ApiKeys = [.. (auth.ApiKeys ?? []).Select(key => new InstanceApiKey(key.Name, key.Sha256, key.Expires))],
    };

    private static InstanceTools ToolsOf(ToolsSpec? tools, TierPreset tier)
    {
        var defaults = new InstanceTools();
        return new()
        {
            Allow = tools?.Allow ?? defaults.Allow,
            // What a tier lacks, no tenant can allow itself: deny wins over allow.
            Deny = [.. (tools?.Deny ?? defaults.Deny).Union(tier.DeniedTools, StringComparer.Ordinal)],
            Destructive = tools?.Destructive ?? defaults.Destructive,
            Descriptions = tools?.Descriptions ?? defaults.Descriptions,
            Defaults = tools?.Defaults ?? defaults.Defaults,
            PinnedCatalog = tools?.PinnedCatalog is { Length: > 0 } pin ? pin : null,
            OnDrift = tools?.OnDrift ?? defaults.OnDrift,
        };
    }
}

using McpTenants.Operator.Check.Policies;

namespace McpTenants.Operator.Check;

/// <summary>The chain of pure policies that answers both the admission webhook and the Check step of the reconciler.</summary>
internal static class TenantPolicies
{
    private static readonly Func<TenantCheckInput, IEnumerable<Violation>>[] Chain =
    [
        BeingDeletedPolicy.Check,
        NamePolicy.Check,
        ImmutablePolicy.Check,
        UnsupportedPolicy.Check,
        PlatformOnlyPolicy.Check,
        MetadataPolicy.Check,
        HostPolicy.Check,
        HeldNamePolicy.Check,
        TierPolicy.Check,
        ImagePolicy.Check,
        ResourcePolicy.Check,
        QuotaPolicy.Check,
        EnvironmentPolicy.Check,
        ScalingPolicy.Check,
        SchedulingPolicy.Check,
        EgressPolicy.Check,
        AuthenticationPolicy.Check,
        ApiKeyPolicy.Check,
        SecretsPolicy.Check,
        ToolsPolicy.Check,
        ConnectorPolicy.Check,
        ServerPolicy.Check,
        LimitsPolicy.Check,
        AuditPolicy.Check,
        DeletionPolicy.Check,
    ];

    /// <summary>Everything that is wrong, in a fixed order; empty when the tenant is fine.</summary>
    public static IReadOnlyList<Violation> Check(TenantCheckInput input) => [.. Chain.SelectMany(policy => policy(input))];
}

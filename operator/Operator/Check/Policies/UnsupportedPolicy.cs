using McpTenants.Api;

namespace McpTenants.Operator.Check.Policies;

/// <summary>Fields of the API that this version does not act on: refused, because a setting that is silently ignored is a false promise.</summary>
internal static class UnsupportedPolicy
{
    private static readonly (Func<McpTenantSpec, bool> IsUsed, string Field, string Remedy)[] Fields =
    [
        (spec => spec.Isolation?.Class is { } kind && kind != IsolationClass.Namespace, "spec.isolation.class", "use Namespace"),
        (spec => spec.Isolation?.RuntimeClassName is { Length: > 0 }, "spec.isolation.runtimeClassName", "remove the field"),
        (spec => spec.Auth.CaBundleSecretName is { Length: > 0 }, "spec.auth.caBundleSecretName", "remove the field and give the authority to the operator (extraCaBundle of the chart)"),
    ];

    internal static IEnumerable<Violation> Check(TenantCheckInput input) =>
        from field in Fields
        where field.IsUsed(input.Tenant.Spec)
        select Violation.Of(Reasons.NotSupported, field.Field, "this is not supported by this version", field.Remedy);
}

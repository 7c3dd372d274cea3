using McpTenants.Api;

namespace McpTenants.Operator.Webhook;

/// <summary>What is allowed but deserves a second look; kubectl prints it.</summary>
internal static class TenantWarnings
{
    private static readonly (Func<McpTenantSpec, bool> Applies, string Text)[] Rules =
    [
        (spec => spec.Deletion?.Protection == false, "spec.deletion.protection: false lets one kubectl delete remove this tenant and its data"),
        (spec => spec.Deletion?.Export == ExportMode.None || spec.Deletion?.ExportTarget is null, "spec.deletion.exportTarget: without it nothing is archived when the tenant is deleted"),
        (spec => spec.Auth.Mode == AuthMode.Anonymous, "spec.auth.mode: Anonymous lets everybody call this tenant"),
        (spec => spec.Tools?.Allow is { Count: 0 }, "spec.tools.allow: an empty list offers no tool at all"),
        (spec => spec.Auth is { Mode: null or AuthMode.OAuth, TenantClaim: null, Audience: not null },
            "spec.auth.tenantClaim: with a shared audience only this claim keeps the tokens of other tenants out"),
    ];

    /// <summary>The warnings for a tenant.</summary>
    public static IList<string> Of(McpTenant tenant) => [.. Rules.Where(rule => rule.Applies(tenant.Spec)).Select(rule => rule.Text)];
}

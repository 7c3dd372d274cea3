using McpTenants.Api;

namespace McpTenants.Operator.Check.Policies;

/// <summary>Fields a tenant's own administrator may not touch where the platform names its principals: otherwise suspension and protection could be undone by those they are meant for.</summary>
internal static class PlatformOnlyPolicy
{
    private static readonly (Func<McpTenantSpec, object?> Read, string Field)[] Fields =
    [
        (spec => spec.Suspended ?? false, "spec.suspended"),
        (spec => spec.Tier, "spec.tier"),
        (spec => spec.Deletion?.Protection ?? true, "spec.deletion.protection"),
        (spec => spec.Deletion?.Retention, "spec.deletion.retention"),
        (spec => spec.Deletion?.Export, "spec.deletion.export"),
        (spec => spec.Deletion?.ExportTarget, "spec.deletion.exportTarget"),
    ];

    internal static IEnumerable<Violation> Check(TenantCheckInput input)
    {
        if (input.Actor is not { } actor || input.Old is not { } old || input.Platform.PlatformPrincipals.Count == 0
            || input.Platform.PlatformPrincipals.Any(principal => principal == actor.User || actor.Groups.Contains(principal)))
            return [];
        return from field in Fields
               where !Equals(field.Read(old.Spec), field.Read(input.Tenant.Spec))
               select Violation.Of(Reasons.PlatformOnly, field.Field, "only the platform may change this", "ask the platform's administrators");
    }
}

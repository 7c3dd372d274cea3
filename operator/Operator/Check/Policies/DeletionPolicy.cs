using McpTenants.Api;
using McpTenants.Api.Values;

namespace McpTenants.Operator.Check.Policies;

/// <summary>An archive needs a place to go before the day it is needed, and a retention has to be a time.</summary>
internal static class DeletionPolicy
{
    internal static IEnumerable<Violation> Check(TenantCheckInput input)
    {
        var deletion = input.Tenant.Spec.Deletion;
        if (deletion?.Retention is { } retention && !(GoDuration.TryParse(retention, out var time) && time <= DeletionSpec.MaxRetention))
            yield return Violation.Of(Reasons.InvalidDeletion, "spec.deletion.retention", $"'{Names.Shown(retention)}' is not a time of at most {GoDuration.Format(DeletionSpec.MaxRetention)}", "write one such as 720h or 30d");
        if (deletion?.Export is { } export and not ExportMode.None && string.IsNullOrEmpty(deletion.ExportTarget))
            yield return Violation.Of(Reasons.InvalidDeletion, "spec.deletion.exportTarget", $"export {export} needs a target", "name an McpExportTarget, or set export: None to lose the data");
        else if (deletion?.ExportTarget is { Length: > 0 } target && !Names.IsObjectName(target))
            yield return Violation.Of(Reasons.InvalidDeletion, "spec.deletion.exportTarget", $"'{Names.Shown(target)}' is not the name of an McpExportTarget", "use lower-case letters, digits, '-' and '.'");
        else if (deletion?.ExportTarget is { Length: > 0 } name && deletion.Export != ExportMode.None && input.ExportTargets?.Contains(name) == false)
            yield return Violation.Of(Reasons.InvalidDeletion, "spec.deletion.exportTarget", $"there is no McpExportTarget '{name}'", "create it, or name another one");
    }
}

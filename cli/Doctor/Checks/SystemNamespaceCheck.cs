using McpTenants.Api;

namespace McpTenants.Cli.Doctor.Checks;

/// <summary>Do the tenants' network policies find the gateway?</summary>
internal static class SystemNamespaceCheck
{
    public static Finding Of(ClusterFacts facts)
    {
        if (facts.Namespaces.Value is not { } namespaces)
            return facts.Namespaces.Unknown("system-namespace");
        if (namespaces.FirstOrDefault(n => n.Metadata.Name == facts.SystemNamespace) is not { } system)
            return new("system-namespace", Verdict.Failed, $"there is no namespace {facts.SystemNamespace}", "helm install the chart, or name its namespace with --namespace");
        return system.Metadata.Labels?.TryGetValue(McpTenantNames.SystemLabel, out var value) == true && value == "true"
            ? new("system-namespace", Verdict.Ok, facts.SystemNamespace)
            : new(
                "system-namespace", Verdict.Failed, $"{facts.SystemNamespace} has no label {McpTenantNames.SystemLabel}=true: tenants' policies let nobody in",
                $"the operator sets it at its start; kubectl label namespace {facts.SystemNamespace} {McpTenantNames.SystemLabel}=true");
    }
}

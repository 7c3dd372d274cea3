using McpTenants.Api;

namespace McpTenants.Cli.Doctor.Checks;

/// <summary>Are the custom resource definitions there, served and not about to go?</summary>
internal static class DefinitionsCheck
{
    private const string Remedy = "kubectl apply -f crds/ of the chart's version; Helm does not upgrade definitions";
    private static readonly string[] Needed = [$"mcptenants.{McpTenantNames.Group}", $"mcpexporttargets.{McpTenantNames.Group}", $"mcptenanttombstones.{McpTenantNames.Group}", $"mcpvaultbindings.{McpTenantNames.Group}"];

    public static Finding Of(ClusterFacts facts)
    {
        if (facts.Definitions.Value is not { } definitions)
            return facts.Definitions.Unknown("definitions");
        foreach (var name in Needed)
        {
            if (definitions.FirstOrDefault(d => d.Metadata.Name == name) is not { } definition)
                return new("definitions", Verdict.Failed, $"{name} is missing", Remedy);
            if (definition.Metadata.DeletionTimestamp is not null)
                return new("definitions", Verdict.Failed, $"{name} is being deleted, and with it every object of this kind", "do not force it; find out who deleted it and keep the finalizers in place");
            if (!definition.Spec.Versions.Any(v => v is { Name: McpTenantNames.Version, Served: true }))
                return new("definitions", Verdict.Failed, $"{name} does not serve {McpTenantNames.Version}", Remedy);
            if (definition.Status?.Conditions?.Any(c => c is { Type: "Established", Status: "True" }) != true)
                return new("definitions", Verdict.Failed, $"{name} is not established", $"kubectl describe crd {name} shows why");
        }

        return new("definitions", Verdict.Ok, $"{Needed.Length} kinds of {McpTenantNames.ApiVersion}");
    }
}

using System.Text.Json;
using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Jwks;

namespace McpTenants.Operator.Plan;

/// <summary>What the instance reads, and reads again when it changes; no restart is needed.</summary>
internal static class ConfigMapBuilder
{
    /// <summary>Builds the ConfigMap.</summary>
    public static PlannedObject Build(PlanInput input)
    {
        var metadata = TenantLabels.Metadata(input, McpTenantNames.Instance);
        if (input.Keys.Source.Length > 0)
        {
            metadata.Annotations = new Dictionary<string, string> { [TenantKeys.SourceAnnotation] = input.Keys.Source };
        }

        return Planned.At(Stage.Configuration, new V1ConfigMap
        {
            ApiVersion = V1ConfigMap.KubeApiVersion,
            Kind = V1ConfigMap.KubeKind,
            Metadata = metadata,
            Data = new Dictionary<string, string>(ConnectorDocuments.Inline(input))
            {
                [McpTenantNames.InstanceConfigurationFile] = JsonSerializer.Serialize(Configuration(input), InstanceConfigurationJson.Default.InstanceConfiguration),
                [McpTenantNames.JwksFile] = input.Keys.KeySet,
            },
        }) with
        { ExactField = "data" };
    }

    private static InstanceConfiguration Configuration(PlanInput input) => input.Tenant.ToInstanceConfiguration() with
    {
        Observability = input.Options.Otlp.Endpoint is { } collector ? new InstanceObservability(new InstanceOtlp(collector.AbsoluteUri)) : null,
    };
}

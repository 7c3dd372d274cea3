using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Operator.Plan;

/// <summary>Where the documents of connectors reach the pod: inline ones beside the configuration, the others mounted from the tenant's own ConfigMaps.</summary>
internal static class ConnectorDocuments
{
    private const string Folder = "/etc/mcp-connectors/";

    /// <summary>Keys of the instance's ConfigMap with inline documents.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Inline(PlanInput input) =>
        from connector in input.Tenant.Documents
        where connector.Inline is not null
        select KeyValuePair.Create("connector-" + connector.Name, connector.Inline!);

    /// <summary>Volumes of documents in ConfigMaps. Optional: a missing one costs that connector its tools, not the tenant its server.</summary>
    public static IEnumerable<V1Volume> Volumes(PlanInput input) =>
        from connector in Mounted(input)
        select new V1Volume
        {
            Name = Volume(connector),
            ConfigMap = new V1ConfigMapVolumeSource
            {
                Name = connector.OpenApi!.ConfigMapName,
                Optional = true,
                DefaultMode = PodVolumes.ReadOnly,
                Items = [new V1KeyToPath { Key = connector.OpenApi.Key, Path = "openapi" }],
            },
        };

    /// <summary>Where the instance finds them.</summary>
    public static IEnumerable<V1VolumeMount> Mounts(PlanInput input) =>
        from connector in Mounted(input)
        select new V1VolumeMount { Name = Volume(connector), MountPath = Folder + connector.Name, ReadOnlyProperty = true };

    private static IEnumerable<ConnectorSpec> Mounted(PlanInput input) => input.Tenant.Documents.Where(connector => connector is { Inline: null, OpenApi: not null });

    private static string Volume(ConnectorSpec connector) => "connector-" + connector.Name;
}

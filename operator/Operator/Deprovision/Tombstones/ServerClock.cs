using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;

namespace McpTenants.Operator.Deprovision.Tombstones;

/// <summary>The API server's clock, which deadlines were made with: the creation time of an object that is never stored. The operator's own may be wrong.</summary>
internal sealed class ServerClock(IKubernetesClient client, string systemNamespace)
{
    private const string Name = "mcp-clock";

    /// <summary>The time there, in whole seconds.</summary>
    public async Task<DateTimeOffset> NowAsync(CancellationToken cancellationToken)
    {
        var made = await client.ApplyAsync(
            new V1ConfigMap { Metadata = new() { Name = Name, NamespaceProperty = systemNamespace } }, McpTenantNames.PipelineManager, dryRun: true, ct: cancellationToken);
        return new DateTimeOffset(DateTime.SpecifyKind(made.Metadata.CreationTimestamp!.Value, DateTimeKind.Utc));
    }
}

using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;

namespace McpTenants.Operator.Hosting;

/// <summary>
/// Labels the operator's own namespace at start: tenants' network policies select it by this label, as servers below 1.21
/// put no label of their own on namespaces.
/// </summary>
internal sealed partial class SystemNamespace(IKubernetesClient client, OperatorOptions options, ILogger<SystemNamespace> logger) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            var live = await client.GetAsync<V1Namespace>(options.SystemNamespace, ct: cancellationToken);
            if (live is not null && live.GetLabel(McpTenantNames.SystemLabel) != "true")
            {
                var patch = $"{{\"metadata\":{{\"labels\":{{\"{McpTenantNames.SystemLabel}\":\"true\"}}}}}}";
                await client.PatchAsync<V1Namespace>(
                    new V1Patch(patch, PatchType.MergePatch), options.SystemNamespace, fieldManager: McpTenantNames.PipelineManager, ct: cancellationToken);
            }
        }
        catch (Exception e) when (e is HttpOperationException or HttpRequestException)
        {
            // The chart sets the label too; an API server that is away for a moment must not end the process.
            LogFailed(e, options.SystemNamespace);
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Warning, "Namespace {Namespace} could not be labelled; tenants' network policies need the label")]
    private partial void LogFailed(Exception e, string @namespace);
}

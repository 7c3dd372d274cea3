using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;
using McpTenants.Operator.Hosting;
using McpTenants.Operator.Pipeline;

namespace McpTenants.Operator.Isolation;

/// <summary>Finds what stands in the cluster that a tenant must not reach.</summary>
internal sealed class SurroundingsReader(TenantCaches caches, IKubernetesClient client, OperatorOptions options, Uri apiServer)
{
    private const int HttpPort = 8080;
    private const int ServicePort = 80;

    /// <summary>Looks.</summary>
    public async Task<Surroundings> ReadAsync(CancellationToken cancellationToken) => new()
    {
        Gateways =
        [
            .. caches.Gateways.Store.List()
                .Where(p => p is { Metadata.DeletionTimestamp: null, Status: { Phase: "Running", PodIP.Length: > 0 } })
                .Select(p => new GatewayPod(p.Status!.PodIP!, Port(p, "http", HttpPort), Port(p, "admin", options.Sleep.GatewayAdminPort), p.Spec?.NodeName ?? "")),
        ],
        GatewayService = await ServiceAsync(cancellationToken),
        ApiServer = IPAddress.TryParse(apiServer.Host.Trim('[', ']'), out var address) && !IPAddress.IsLoopback(address) ? new IPEndPoint(address, apiServer.Port) : null,
    };

    private async Task<IPEndPoint?> ServiceAsync(CancellationToken cancellationToken)
    {
        try
        {
            var service = await client.GetAsync<V1Service>(McpTenantNames.GatewayService, options.SystemNamespace, cancellationToken);
            return IPAddress.TryParse(service?.Spec?.ClusterIP, out var address) ? new IPEndPoint(address, ServicePort) : null;
        }
        catch (HttpOperationException e) when (e.IsForbidden())
        {
            return null;
        }
    }

    private static int Port(V1Pod pod, string name, int otherwise) =>
        (pod.Spec?.Containers ?? []).SelectMany(c => c.Ports ?? []).FirstOrDefault(p => p.Name == name)?.ContainerPort ?? otherwise;
}

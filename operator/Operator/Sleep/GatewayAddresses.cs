using k8s.Models;
using Kubernetes.Runtime.Caching;

namespace McpTenants.Operator.Sleep;

/// <summary>The admin ports of all gateways that may hold a request.</summary>
internal sealed class GatewayAddresses(SharedInformer<V1Pod> pods, SleepOptions options)
{
    /// <summary>
    /// The addresses. A pod that is not ready counts, as it may still be serving; one without an address, or that has ended,
    /// cannot hold a request.
    /// </summary>
    public IReadOnlyList<Uri> List() => options.GatewayUrls.Count > 0
        ? options.GatewayUrls
        :
        [
            .. pods.Store.List()
                .Where(p => p.Status?.Phase is not ("Succeeded" or "Failed") && !string.IsNullOrEmpty(p.Status?.PodIP))
                .Select(p => new UriBuilder("http", p.Status!.PodIP, options.GatewayAdminPort).Uri)
                .OrderBy(u => u.ToString(), StringComparer.Ordinal),
        ];
}

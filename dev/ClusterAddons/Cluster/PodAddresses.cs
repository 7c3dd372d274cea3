using System.Net;
using ClusterAddons.Policies;
using k8s.Models;

namespace ClusterAddons.Cluster;

/// <summary>Which pod has which address.</summary>
internal static class PodAddresses
{
    /// <summary>
    /// Joins what the nodes recorded when they gave an address away with the pods the API server knows. A record is newer than any status, so it wins;
    /// a pod without record counts by the address in its status. An address without a pod object stays unknown, and so closed.
    /// </summary>
    public static IReadOnlyList<PodEndpoint> Join(IEnumerable<PodRecord> records, IEnumerable<V1Pod> pods)
    {
        var byName = pods.Where(pod => pod.Spec?.HostNetwork != true).ToDictionary(pod => (pod.Metadata.NamespaceProperty, pod.Metadata.Name));
        var endpoints = new Dictionary<IPAddress, PodEndpoint>();
        foreach (var pod in byName.Values.Where(pod => pod.Status?.Phase is not ("Succeeded" or "Failed")))
        {
            if (IPAddress.TryParse(pod.Status?.PodIP, out var address))
                endpoints[address] = Endpoint(pod, address);
        }

        foreach (var record in records)
        {
            endpoints.Remove(record.Address);
            if (byName.TryGetValue((record.Namespace, record.Name), out var pod))
                endpoints[record.Address] = Endpoint(pod, record.Address);
        }

        return [.. endpoints.Values];
    }

    private static PodEndpoint Endpoint(V1Pod pod, IPAddress address) => new(
        pod.Metadata.NamespaceProperty!,
        pod.Metadata.Name!,
        address,
        pod.Metadata.Labels ?? new Dictionary<string, string>(StringComparer.Ordinal),
        [
            .. from container in pod.Spec?.Containers ?? []
               from port in container.Ports ?? []
               where port.Name is not null
               select new NamedPort(port.Name!, port.Protocol ?? "TCP", port.ContainerPort)
        ]);
}

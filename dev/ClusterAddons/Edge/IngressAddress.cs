using System.Text.Json.Nodes;
using k8s.Models;

namespace ClusterAddons.Edge;

/// <summary>What an ingress controller publishes once it serves an Ingress: the address to reach it at.</summary>
internal static class IngressAddress
{
    /// <summary>The ingresses that the configuration serves and that do not say so yet.</summary>
    /// <param name="ingresses">All of them.</param>
    /// <param name="configuration">What nginx has taken up.</param>
    /// <param name="address">Where the edge is.</param>
    public static IEnumerable<V1Ingress> Unpublished(IEnumerable<V1Ingress> ingresses, string configuration, string address) =>
        from ingress in ingresses
        let hosts = (ingress.Spec?.Rules ?? []).Select(rule => rule.Host)
        where hosts.Any() && hosts.All(host => configuration.Contains($"server_name {host};", StringComparison.Ordinal))
        where ingress.Status?.LoadBalancer?.Ingress?.Any(published => published.Ip == address) != true
        select ingress;

    /// <summary>The patch of the status.</summary>
    public static V1Patch Patch(string address) => new(
        new JsonObject
        {
            ["status"] = new JsonObject { ["loadBalancer"] = new JsonObject { ["ingress"] = new JsonArray(new JsonObject { ["ip"] = address }) } },
        }.ToJsonString(),
        PatchType.MergePatch);
}

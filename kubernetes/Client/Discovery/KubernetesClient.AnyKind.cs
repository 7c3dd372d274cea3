using k8s;
using k8s.Http;
using k8s.Models;

namespace KubeOps.KubernetesClient;

public sealed partial class KubernetesClient
{
    /// <inheritdoc/>
    public async Task<IList<V1ObjectMeta>> ListMetadataAsync(
        string groupVersion, string resource, string? ns = null, string? labelSelector = null, CancellationToken ct = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(groupVersion);
        ArgumentException.ThrowIfNullOrEmpty(resource);
        ArgumentOutOfRangeException.ThrowIfEqual(ns, "");
        _ = EntityList<V1PartialObjectMetadata>.Empty;
        var root = groupVersion.Contains('/', StringComparison.Ordinal) ? "apis/" : "api/";
        string?[] segments = [.. groupVersion.Split('/'), .. ns is null ? (string[])[] : ["namespaces", ns], resource];
        var path = root + string.Join('/', segments.Select(s => Uri.EscapeDataString(s!)));
        var all = new List<V1ObjectMeta>();
        string? next = null;
        do
        {
            var query = new QueryString().Add("labelSelector", labelSelector).Add("limit", PageSize).Add("continue", next);
            var request = new ApiRequest(HttpMethod.Get, path + query) { Accept = MetadataListAccept };
            var page = await _transport.SendAsync(request, ReadAsync<EntityList<V1PartialObjectMetadata>>, ct).ConfigureAwait(false);
            all.AddRange((page.Items ?? []).Select(i => i.Metadata));
            next = page.Metadata?.ContinueProperty;
        }
        while (next is { Length: > 0 });
        return all;
    }
}

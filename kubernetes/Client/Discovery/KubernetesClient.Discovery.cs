using k8s.Http;
using k8s.Models;

namespace KubeOps.KubernetesClient;

public sealed partial class KubernetesClient
{
    /// <inheritdoc/>
    public Task<VersionInfo> GetVersionAsync(CancellationToken ct = default) =>
        _transport.SendAsync(new ApiRequest(HttpMethod.Get, "version"), ReadAsync<VersionInfo>, ct);

    /// <inheritdoc/>
    public async Task<IList<V1APIGroup>> GetGroupsAsync(CancellationToken ct = default) =>
        (await _transport.SendAsync(new ApiRequest(HttpMethod.Get, "apis"), ReadAsync<V1APIGroupList>, ct).ConfigureAwait(false)).Groups ?? [];

    /// <inheritdoc/>
    public Task<V1APIResourceList?> GetResourcesAsync(string groupVersion, CancellationToken ct = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(groupVersion);
        var segments = groupVersion.Split('/').Select(Uri.EscapeDataString);
        return FindAsync<V1APIResourceList>((groupVersion.Contains('/', StringComparison.Ordinal) ? "apis/" : "api/") + string.Join('/', segments), ct);
    }
}

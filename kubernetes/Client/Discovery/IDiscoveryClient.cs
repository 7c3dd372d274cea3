using k8s.Models;

namespace KubeOps.KubernetesClient;

/// <summary>What the API server can do.</summary>
public interface IDiscoveryClient
{
    /// <summary>The server's version.</summary>
    /// <param name="ct">Stops the call.</param>
    Task<VersionInfo> GetVersionAsync(CancellationToken ct = default);

    /// <summary>API groups and their versions; the core group is not among them.</summary>
    /// <param name="ct">Stops the call.</param>
    Task<IList<V1APIGroup>> GetGroupsAsync(CancellationToken ct = default);

    /// <summary>Resources of one group and version, such as <c>policy/v1</c> (or <c>v1</c>); null when it is not served.</summary>
    /// <param name="groupVersion">Group and version.</param>
    /// <param name="ct">Stops the call.</param>
    Task<V1APIResourceList?> GetResourcesAsync(string groupVersion, CancellationToken ct = default);

    /// <summary>Metadata of all objects of a resource, whatever its kind. A page token that expires is an error (410), as the caller wants one consistent list.</summary>
    /// <param name="groupVersion">Group and version, such as <c>policy/v1</c> (or <c>v1</c>).</param>
    /// <param name="resource">Plural name.</param>
    /// <param name="ns">Namespace; null for all, or for a cluster-scoped resource.</param>
    /// <param name="labelSelector">Label selector.</param>
    /// <param name="ct">Stops the call.</param>
    Task<IList<V1ObjectMeta>> ListMetadataAsync(string groupVersion, string resource, string? ns = null, string? labelSelector = null, CancellationToken ct = default);
}

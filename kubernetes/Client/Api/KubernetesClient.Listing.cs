using k8s;
using k8s.Autorest;
using k8s.Http;
using k8s.Models;

namespace KubeOps.KubernetesClient;

public sealed partial class KubernetesClient
{
    private const int PageSize = 500;
    private const int MostRestarts = 3;
    private const string MetadataListAccept = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";

    /// <inheritdoc/>
    public async Task<IList<T>> ListAsync<T>(string? ns = null, string? labelSelector = null, string? fieldSelector = null, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var first = new ListParameters { LabelSelector = labelSelector, FieldSelector = fieldSelector, Limit = PageSize };
        for (var restart = 0; ; restart++)
        {
            try
            {
                // Writers that outrun the paging three times get one big page.
                return await AllPagesAsync<T>(ns, restart < MostRestarts ? first : first with { Limit = null }, ct).ConfigureAwait(false);
            }
            catch (HttpOperationException e) when (e.IsGone() && restart < MostRestarts)
            {
                LogPageExpired(typeof(T).Name);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<ListPage<T>> ListPageAsync<T>(string? ns, ListParameters parameters, CancellationToken ct = default)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(parameters);
        _ = EntityList<T>.Empty;
        var query = new QueryString().Add("labelSelector", parameters.LabelSelector).Add("fieldSelector", parameters.FieldSelector)
            .Add("limit", parameters.Limit).Add("continue", parameters.Continue)
            .Add("resourceVersion", parameters.ResourceVersion).Add("resourceVersionMatch", parameters.ResourceVersionMatch);
        var request = new ApiRequest(HttpMethod.Get, ResourcePath.Collection<T>(ns) + query) { Accept = parameters.MetadataOnly ? MetadataListAccept : ApiRequest.Json };
        var list = await _transport.SendAsync(request, ReadAsync<EntityList<T>>, ct).ConfigureAwait(false);
        var items = list.Items ?? [];
        foreach (var item in items)
            Name(item, parameters.MetadataOnly);
        return new ListPage<T>(items, list.Metadata?.ResourceVersion, list.Metadata?.ContinueProperty is { Length: > 0 } next ? next : null);
    }

    private async Task<IList<T>> AllPagesAsync<T>(string? ns, ListParameters first, CancellationToken ct) where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var all = new List<T>();
        for (var next = first; ;)
        {
            var page = await ListPageAsync<T>(ns, next, ct).ConfigureAwait(false);
            all.AddRange(page.Items);
            if (page.Continue is null)
                return all;
            next = first with { Continue = page.Continue };
        }
    }

    /// <summary>Objects in lists lack kind and apiVersion; metadata-only ones carry PartialObjectMetadata's.</summary>
    private static void Name<T>(T item, bool metadataOnly) where T : class, IKubernetesObject<V1ObjectMeta>
    {
        if (metadataOnly)
            (item.ApiVersion, item.Kind) = ("", "");
        item.Initialize();
    }
}

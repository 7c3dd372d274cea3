using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;

namespace Kubernetes.Runtime.Caching.Reflection;

/// <summary>Reads a whole collection; nothing of it is visible to anybody before the last page is in.</summary>
internal sealed class Lister<T>(IKubernetesClient client, InformerOptions<T> options)
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    public async Task<(IReadOnlyList<T> Items, string? Version)> ListAsync(ResumePoint from, CancellationToken cancellationToken)
    {
        try
        {
            return await ListPagesAsync(from.ListVersion, PageSizeAt(from), cancellationToken).ConfigureAwait(false);
        }
        catch (ExpiredPageException)
        {
            // The collection outlived its page token. One request without paging always ends.
            return await ListPagesAsync(string.Empty, limit: null, cancellationToken).ConfigureAwait(false);
        }
    }

    // A limit together with a version other than "0" makes old servers bypass the watch cache: every replica would hit etcd at once.
    private int? PageSizeAt(ResumePoint from) => from.Version is null || from.ListVersion.Length == 0 ? options.PageSize : null;

    private async Task<(IReadOnlyList<T> Items, string? Version)> ListPagesAsync(string version, int? limit, CancellationToken cancellationToken)
    {
        var parameters = new ListParameters
        {
            LabelSelector = options.LabelSelector,
            FieldSelector = options.FieldSelector,
            ResourceVersion = version.Length == 0 ? null : version,
            Limit = limit,
            MetadataOnly = options.MetadataOnly,
        };
        var page = await client.ListPageAsync<T>(options.Namespace, parameters, cancellationToken).ConfigureAwait(false);
        if (string.IsNullOrEmpty(page.Continue))
            return (page.Items, page.ResourceVersion);

        var items = new List<T>(page.Items);
        var listVersion = page.ResourceVersion;
        while (!string.IsNullOrEmpty(page.Continue))
        {
            // A page token carries the version; the server refuses both together.
            page = await NextPageAsync(parameters with { Continue = page.Continue, ResourceVersion = null }, cancellationToken).ConfigureAwait(false);
            items.AddRange(page.Items);
        }

        return (items, listVersion);
    }

    private async Task<ListPage<T>> NextPageAsync(ListParameters parameters, CancellationToken cancellationToken)
    {
        try
        {
            return await client.ListPageAsync<T>(options.Namespace, parameters, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpOperationException expired) when (expired.IsGone())
        {
            throw new ExpiredPageException("The page token of a list expired.", expired);
        }
    }

    private sealed class ExpiredPageException(string message, Exception inner) : Exception(message, inner);
}

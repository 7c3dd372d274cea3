using Kubernetes.Runtime.Caching;

namespace Kubernetes.Runtime.Controllers;

/// <summary>Waiting for first lists, with an end.</summary>
internal static class CacheSync
{
    public static async Task WaitAsync(
        string controller, IReadOnlyList<(string Kind, ISharedInformer Informer)> sources, TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(sources.Select(s => s.Informer.WaitForSyncAsync(cancellationToken))).WaitAsync(limit, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException late)
        {
            var missing = string.Join(", ", sources.Where(s => !s.Informer.HasSynced).Select(s => s.Kind).Distinct(StringComparer.Ordinal));
            throw new TimeoutException($"Controller '{controller}' got no first list of {missing} within {limit}.", late);
        }
    }
}

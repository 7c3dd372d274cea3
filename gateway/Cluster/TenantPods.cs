using k8s;
using k8s.Models;
using KubeOps.KubernetesClient;
using Kubernetes.Runtime.Caching;
using Kubernetes.Runtime.Retry;
using McpTenants.Api;
using McpTenants.Gateway.Lifecycle;
using McpTenants.Gateway.Streams;

namespace McpTenants.Gateway.Cluster;

/// <summary>Watches the instance pods of one namespace, for as long as its tenant is awake or waking.</summary>
internal sealed class TenantPods(IKubernetesClient client, TimeProvider time)
{
    private static readonly string Selector = $"{McpTenantNames.AppNameLabel}={McpTenantNames.Instance}";

    /// <inheritdoc cref="PodList"/>
    public async Task<IReadOnlyList<PodFacts>> ListAsync(string ns, CancellationToken ct)
    {
        // More than a page of instance pods does not exist.
        var page = await client.ListPageAsync<V1Pod>(ns, new ListParameters { LabelSelector = Selector }, ct);
        return [.. page.Items.Select(PodReader.Read)];
    }

    /// <inheritdoc cref="PodSource"/>
    public async Task FollowAsync(string ns, Action<IReadOnlyList<PodFacts>> changed, CancellationToken ct)
    {
        var informer = new SharedInformer<V1Pod>(
            client,
            new InformerOptions<V1Pod>
            {
                Namespace = ns,
                LabelSelector = Selector,
                // Somebody is waiting: the first retries come quickly.
                Backoff = new BackoffOptions { First = TimeSpan.FromMilliseconds(50) },
            },
            time);
        // One report per change, and one when the first list is complete, so that "no pods" is told too.
        using var registration = informer.AddHandler(_ => Report());
        var running = informer.RunAsync(ct);
        try
        {
            await informer.WaitForSyncAsync(ct);
            Report();
            await running;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
        }

        void Report()
        {
            if (informer.HasSynced)
                changed([.. informer.Store.List().Select(PodReader.Read)]);
        }
    }
}

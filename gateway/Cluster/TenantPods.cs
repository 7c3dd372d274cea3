using k8s.Models;
using KubeOps.KubernetesClient;
using Kubernetes.Runtime.Caching;
using Kubernetes.Runtime.Retry;
using McpTenants.Api;
using McpTenants.Gateway.Lifecycle;

namespace McpTenants.Gateway.Cluster;

/// <summary>Watches the instance pods of one namespace, for as long as its tenant is awake or waking.</summary>
internal sealed class TenantPods(IKubernetesClient client, TimeProvider time)
{
    /// <inheritdoc cref="PodSource"/>
    public async Task FollowAsync(string ns, Action<IReadOnlyList<PodFacts>> changed, CancellationToken ct)
    {
        var informer = new SharedInformer<V1Pod>(
            client,
            new InformerOptions<V1Pod>
            {
                Namespace = ns,
                LabelSelector = $"{McpTenantNames.AppNameLabel}={McpTenantNames.Instance}",
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

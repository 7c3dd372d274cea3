using k8s;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Operator.Plan;

namespace Operator.Tests.Integration.Support;

/// <summary>A kind of which every tenant has objects.</summary>
internal abstract class ManagedKind
{
    /// <summary>All of them but the namespace, in the order in which they are made.</summary>
    public static IReadOnlyList<ManagedKind> All { get; } =
    [
        new Of<V1RoleBinding>(), new Of<V1NetworkPolicy>(), new Of<V1ResourceQuota>(), new Of<V1LimitRange>(), new Of<V1ServiceAccount>(), new Of<V1ConfigMap>(),
        new Of<V1PersistentVolumeClaim>(), new Of<V1Deployment>(), new Of<V1Service>(), new Of<V1Ingress>(),
    ];

    /// <summary>Name of the kind.</summary>
    public abstract string Name { get; }

    /// <summary>The kind of that name.</summary>
    public static ManagedKind Named(string name) => All.Single(k => k.Name == name);

    public abstract Task<IReadOnlyList<IKubernetesObject<V1ObjectMeta>>> ListAsync(IKubernetesClient client, string? ns, string? selector, CancellationToken ct);

    public abstract Task<IKubernetesObject<V1ObjectMeta>?> GetAsync(IKubernetesClient client, string name, string ns, CancellationToken ct);

    public abstract Task DeleteAsync(IKubernetesClient client, string name, string ns, CancellationToken ct);

    /// <summary>Changes of objects since a revision; it never ends by itself.</summary>
    public abstract IAsyncEnumerable<(WatchEventType Type, IKubernetesObject<V1ObjectMeta> Object)> ChangesAsync(
        IKubernetesClient client, string? ns, string? selector, string? since, CancellationToken ct);

    private sealed class Of<T> : ManagedKind
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        public override string Name => Kinds.Of(typeof(T));

        public override async Task<IReadOnlyList<IKubernetesObject<V1ObjectMeta>>> ListAsync(IKubernetesClient client, string? ns, string? selector, CancellationToken ct) =>
            [.. await client.ListAsync<T>(ns, selector, ct: ct)];

        public override async Task<IKubernetesObject<V1ObjectMeta>?> GetAsync(IKubernetesClient client, string name, string ns, CancellationToken ct) =>
            await client.GetAsync<T>(name, ns, ct);

        public override Task DeleteAsync(IKubernetesClient client, string name, string ns, CancellationToken ct) => client.DeleteAsync<T>(name, ns, ct: ct);

        public override async IAsyncEnumerable<(WatchEventType Type, IKubernetesObject<V1ObjectMeta> Object)> ChangesAsync(
            IKubernetesClient client, string? ns, string? selector, string? since, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
        {
            await foreach (var change in client.WatchAsync<T>(ns, new WatchParameters { ResourceVersion = since, LabelSelector = selector }, ct))
            {
                if (change is { Type: WatchEventType.Added or WatchEventType.Modified or WatchEventType.Deleted, Object: { } changed })
                {
                    yield return (change.Type, changed);
                }
            }
        }
    }
}

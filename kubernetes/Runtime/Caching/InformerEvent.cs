using k8s;
using k8s.Models;

namespace Kubernetes.Runtime.Caching;

/// <summary>A change of the store, told after the store and its indexes show it. Objects are shared: read them, never change them.</summary>
/// <typeparam name="T">Kind.</typeparam>
public sealed record InformerEvent<T>
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    /// <summary>What happened.</summary>
    public required InformerEventType Type { get; init; }

    /// <summary>Key of the object.</summary>
    public required NamespacedName Key { get; init; }

    /// <summary>State before; null when added. For a deletion the last state known.</summary>
    public T? Old { get; init; }

    /// <summary>State after; null when deleted.</summary>
    public T? New { get; init; }

    /// <summary>Part of the first list or of the replay to a late handler: not a change in the cluster. Queue it with low priority.</summary>
    public bool IsInitialList { get; init; }

    /// <summary>The deletion itself was missed (it fell into a gap between watches) and <see cref="Old"/> may be older than the last state.</summary>
    public bool FinalStateUnknown { get; init; }

    /// <summary>The newest state there is: <see cref="New"/>, or <see cref="Old"/> for a deletion.</summary>
    public T Object => New ?? Old ?? throw new InvalidOperationException("An informer event carries at least one state.");
}

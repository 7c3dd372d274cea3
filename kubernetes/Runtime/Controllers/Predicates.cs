using k8s;
using k8s.Models;
using Kubernetes.Runtime.Caching;

namespace Kubernetes.Runtime.Controllers;

/// <summary>Which events count.</summary>
public static class Predicates
{
    /// <summary>
    /// Everything but a change of the status alone. Generation by itself would miss the request to delete, finalizers, labels and
    /// annotations; kinds without a generation (ConfigMap, Secret) always count.
    /// </summary>
    /// <typeparam name="T">Kind.</typeparam>
    /// <param name="change">Event.</param>
    public static bool ConfigurationChanged<T>(InformerEvent<T> change)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(change);
        if (change is not { Type: InformerEventType.Updated, Old.Metadata: { } old, New.Metadata: { } current })
            return true;
        return current.Generation is null
            || old.Generation != current.Generation
            || old.DeletionTimestamp != current.DeletionTimestamp
            || !SameList(old.Finalizers, current.Finalizers)
            || !SameMap(old.Labels, current.Labels)
            || !SameMap(old.Annotations, current.Annotations)
            || !SameOwners(old.OwnerReferences, current.OwnerReferences);
    }

    /// <summary>An event counts when the selected part of the object changed, or it came or went.</summary>
    /// <typeparam name="T">Kind.</typeparam>
    /// <param name="select">A value with value equality, such as a record of the status fields of interest.</param>
    public static Func<InformerEvent<T>, bool> Changed<T>(Func<T, object?> select)
        where T : class, IKubernetesObject<V1ObjectMeta>
        => change => change is not { Old: { } old, New: { } current } || !Equals(select(old), select(current));

    /// <summary>Either of two.</summary>
    /// <typeparam name="T">Kind.</typeparam>
    /// <param name="first">One.</param>
    /// <param name="second">The other.</param>
    public static Func<InformerEvent<T>, bool> Or<T>(Func<InformerEvent<T>, bool> first, Func<InformerEvent<T>, bool> second)
        where T : class, IKubernetesObject<V1ObjectMeta>
        => change => first(change) || second(change);

    private static bool SameList(IList<string>? a, IList<string>? b) => (a ?? []).SequenceEqual(b ?? [], StringComparer.Ordinal);

    private static bool SameMap(IDictionary<string, string>? a, IDictionary<string, string>? b)
        => (a?.Count ?? 0) == (b?.Count ?? 0) && (a is null || a.All(pair => b!.TryGetValue(pair.Key, out var value) && value == pair.Value));

    private static bool SameOwners(IList<V1OwnerReference>? a, IList<V1OwnerReference>? b)
        => SameList(a?.Select(o => $"{o.Uid} {o.Controller}").ToList(), b?.Select(o => $"{o.Uid} {o.Controller}").ToList());
}

using k8s;
using k8s.Models;
using Kubernetes.Runtime.Caching;

namespace Kubernetes.Runtime.Controllers;

/// <summary>From an object to the keys of the primary objects it concerns.</summary>
public static class Map
{
    /// <summary>The object is the primary one.</summary>
    /// <typeparam name="T">Kind.</typeparam>
    /// <param name="item">Object.</param>
    public static IEnumerable<NamespacedName> ToItself<T>(T item)
        where T : class, IKubernetesObject<V1ObjectMeta>
        => [item.Key()];

    /// <summary>
    /// To the controlling owner, matched by group and kind (not version) and by uid: a child left over by an earlier object of the same
    /// name does not concern the present one. An owner not in the store yet counts, because the store may be behind.
    /// </summary>
    /// <typeparam name="T">Kind of the child.</typeparam>
    /// <typeparam name="TOwner">Kind of the owner.</typeparam>
    /// <param name="owners">Store of the owners.</param>
    public static Func<T, IEnumerable<NamespacedName>> ToController<T, TOwner>(Store<TOwner> owners)
        where T : class, IKubernetesObject<V1ObjectMeta>
        where TOwner : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(owners);
        var kind = KubernetesEntity.Of(typeof(TOwner));
        return child =>
        {
            if (child.GetController() is not { } owner || owner.Kind != kind.Kind || Group(owner.ApiVersion) != kind.Group)
                return [];
            // The reference does not say whether its kind is cluster-scoped; the store knows one of the two keys.
            var here = new NamespacedName(child.Namespace() ?? string.Empty, owner.Name);
            var wide = new NamespacedName(owner.Name);
            var snapshot = owners.Snapshot;
            return (snapshot.Get(here)?.Uid(), snapshot.Get(wide)?.Uid()) switch
            {
                ({ } uid, _) => uid == owner.Uid ? [here] : [],
                (_, { } uid) => uid == owner.Uid ? [wide] : [],
                _ => here == wide ? [here] : [here, wide],
            };
        };
    }

    /// <summary>To a cluster-scoped primary object named by a label: the way across namespaces, where owner references are forbidden.</summary>
    /// <typeparam name="T">Kind of the child.</typeparam>
    /// <param name="label">Label key whose value is the name.</param>
    public static Func<T, IEnumerable<NamespacedName>> ToLabel<T>(string label)
        where T : class, IKubernetesObject<V1ObjectMeta>
        => child => child.GetLabel(label) is { Length: > 0 } name ? [new NamespacedName(name)] : [];

    /// <summary>To all primary objects whose index holds the object's key as <c>namespace/name</c>: those that refer to it.</summary>
    /// <typeparam name="T">Kind referred to.</typeparam>
    /// <typeparam name="TPrimary">Primary kind.</typeparam>
    /// <param name="primaries">Store with the index.</param>
    /// <param name="indexName">Index whose values are keys of objects referred to.</param>
    public static Func<T, IEnumerable<NamespacedName>> ToReferrers<T, TPrimary>(Store<TPrimary> primaries, string indexName)
        where T : class, IKubernetesObject<V1ObjectMeta>
        where TPrimary : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(primaries);
        return referred => primaries.ByIndex(indexName, referred.Key().ToString()).Select(p => p.Key());
    }

    private static string Group(string apiVersion)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? string.Empty : apiVersion[..slash];
    }
}

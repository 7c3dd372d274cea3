using k8s;
using k8s.Models;

namespace Kubernetes.Runtime.Caching;

/// <summary>What to drop before an object enters a store; with many tenants this is most of the memory.</summary>
public static class Transforms
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>Drops <c>managedFields</c> and kubectl's copy of the manifest. The object is fresh from the wire, so it is changed in place.</summary>
    /// <typeparam name="T">Kind.</typeparam>
    /// <param name="item">Object owned by the caller.</param>
    public static T StripNoise<T>(T item)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        ArgumentNullException.ThrowIfNull(item);
        item.Metadata.ManagedFields = null;
        item.Metadata.Annotations?.Remove(LastApplied);
        return item;
    }

    /// <summary>As <see cref="StripNoise{T}"/>, and keeps the keys of a Secret but not their values: no secret stays in memory.</summary>
    /// <param name="secret">Object owned by the caller.</param>
    public static V1Secret StripSecretData(V1Secret secret)
    {
        StripNoise(secret);
        secret.StringData = null;
        secret.Data = secret.Data?.Keys.ToDictionary(key => key, _ => Array.Empty<byte>(), StringComparer.Ordinal);
        return secret;
    }
}

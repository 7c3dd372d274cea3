using k8s;
using k8s.Models;

namespace Kubernetes.Runtime;

/// <summary>Keys of objects.</summary>
public static class KeyExtensions
{
    /// <summary>Namespace and name; the namespace is empty for a cluster-scoped object.</summary>
    /// <param name="item">Any object from the API.</param>
    public static NamespacedName Key(this IMetadata<V1ObjectMeta> item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return new NamespacedName(item.Metadata?.NamespaceProperty ?? string.Empty, item.Metadata?.Name ?? string.Empty);
    }
}

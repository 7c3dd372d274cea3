namespace k8s.Models;

public static partial class ModelExtensions
{
    /// <summary>The metadata, created when missing.</summary>
    /// <param name="obj">The object.</param>
    public static V1ObjectMeta EnsureMetadata(this IMetadata<V1ObjectMeta> obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return obj.Metadata ??= new V1ObjectMeta();
    }

    /// <summary>The labels, created when missing.</summary>
    /// <param name="meta">The metadata.</param>
    public static IDictionary<string, string> EnsureLabels(this V1ObjectMeta meta)
    {
        ArgumentNullException.ThrowIfNull(meta);
        return meta.Labels ??= new Dictionary<string, string>(StringComparer.Ordinal);
    }

    /// <summary>The annotations, created when missing.</summary>
    /// <param name="meta">The metadata.</param>
    public static IDictionary<string, string> EnsureAnnotations(this V1ObjectMeta meta)
    {
        ArgumentNullException.ThrowIfNull(meta);
        return meta.Annotations ??= new Dictionary<string, string>(StringComparer.Ordinal);
    }

    /// <summary>The finalizers, created when missing.</summary>
    /// <param name="meta">The metadata.</param>
    public static IList<string> EnsureFinalizers(this V1ObjectMeta meta)
    {
        ArgumentNullException.ThrowIfNull(meta);
        return meta.Finalizers ??= new List<string>();
    }

    /// <summary>Fills apiVersion and kind from the type's attribute, and creates missing metadata.</summary>
    /// <typeparam name="T">Kind.</typeparam>
    /// <param name="obj">The object.</param>
    public static T Initialize<T>(this T obj) where T : IKubernetesObject
    {
        ArgumentNullException.ThrowIfNull(obj);
        var entity = KubernetesEntity.Of(obj.GetType());
        if (string.IsNullOrEmpty(obj.ApiVersion))
            obj.ApiVersion = entity.GroupVersion;
        if (string.IsNullOrEmpty(obj.Kind))
            obj.Kind = entity.Kind;
        if (obj is IMetadata<V1ObjectMeta> { Metadata: null } nameless)
            nameless.Metadata = new V1ObjectMeta();
        return obj;
    }
}

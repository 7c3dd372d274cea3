namespace k8s.Models;

/// <summary>Short ways to an object's metadata.</summary>
public static partial class ModelExtensions
{
    /// <summary>Name; null while the server is to generate it.</summary>
    /// <param name="obj">The object.</param>
    public static string? Name(this IMetadata<V1ObjectMeta> obj) => Meta(obj)?.Name;

    /// <summary>Namespace; null for cluster-scoped objects.</summary>
    /// <param name="obj">The object.</param>
    public static string? Namespace(this IMetadata<V1ObjectMeta> obj) => Meta(obj)?.NamespaceProperty;

    /// <summary>Identity of this incarnation; null before creation.</summary>
    /// <param name="obj">The object.</param>
    public static string? Uid(this IMetadata<V1ObjectMeta> obj) => Meta(obj)?.Uid;

    /// <summary>Version for optimistic locking; opaque.</summary>
    /// <param name="obj">The object.</param>
    public static string? ResourceVersion(this IMetadata<V1ObjectMeta> obj) => Meta(obj)?.ResourceVersion;

    /// <summary>Counts changes of the spec.</summary>
    /// <param name="obj">The object.</param>
    public static long? Generation(this IMetadata<V1ObjectMeta> obj) => Meta(obj)?.Generation;

    /// <summary>When it was created.</summary>
    /// <param name="obj">The object.</param>
    public static DateTime? CreationTimestamp(this IMetadata<V1ObjectMeta> obj) => Meta(obj)?.CreationTimestamp;

    /// <summary>When its deletion was asked for; null while it lives.</summary>
    /// <param name="obj">The object.</param>
    public static DateTime? DeletionTimestamp(this IMetadata<V1ObjectMeta> obj) => Meta(obj)?.DeletionTimestamp;

    /// <summary>Labels; null when it has none.</summary>
    /// <param name="obj">The object.</param>
    public static IDictionary<string, string>? Labels(this IMetadata<V1ObjectMeta> obj) => Meta(obj)?.Labels;

    /// <summary>Annotations; null when it has none.</summary>
    /// <param name="obj">The object.</param>
    public static IDictionary<string, string>? Annotations(this IMetadata<V1ObjectMeta> obj) => Meta(obj)?.Annotations;

    /// <summary>A label's value; null when absent.</summary>
    /// <param name="obj">The object.</param>
    /// <param name="key">Label key.</param>
    public static string? GetLabel(this IMetadata<V1ObjectMeta> obj, string key) => Labels(obj)?.TryGetValue(key, out var value) is true ? value : null;

    /// <summary>Sets a label; null removes it.</summary>
    /// <param name="obj">The object.</param>
    /// <param name="key">Label key.</param>
    /// <param name="value">Value.</param>
    public static void SetLabel(this IMetadata<V1ObjectMeta> obj, string key, string? value)
    {
        if (value is null)
            Labels(obj)?.Remove(key);
        else
            obj.EnsureMetadata().EnsureLabels()[key] = value;
    }

    /// <summary>An annotation's value; null when absent.</summary>
    /// <param name="obj">The object.</param>
    /// <param name="key">Annotation key.</param>
    public static string? GetAnnotation(this IMetadata<V1ObjectMeta> obj, string key) => Annotations(obj)?.TryGetValue(key, out var value) is true ? value : null;

    /// <summary>Sets an annotation; null removes it.</summary>
    /// <param name="obj">The object.</param>
    /// <param name="key">Annotation key.</param>
    /// <param name="value">Value.</param>
    public static void SetAnnotation(this IMetadata<V1ObjectMeta> obj, string key, string? value)
    {
        if (value is null)
            Annotations(obj)?.Remove(key);
        else
            obj.EnsureMetadata().EnsureAnnotations()[key] = value;
    }

    private static V1ObjectMeta? Meta(IMetadata<V1ObjectMeta> obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return obj.Metadata;
    }
}

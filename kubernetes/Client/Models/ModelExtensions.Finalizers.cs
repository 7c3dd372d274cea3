namespace k8s.Models;

public static partial class ModelExtensions
{
    /// <summary>Finalizers; null when it has none.</summary>
    /// <param name="obj">The object.</param>
    public static IList<string>? Finalizers(this IMetadata<V1ObjectMeta> obj) => Meta(obj)?.Finalizers;

    /// <summary>Whether a finalizer is set.</summary>
    /// <param name="obj">The object.</param>
    /// <param name="finalizer">Its name.</param>
    public static bool HasFinalizer(this IMetadata<V1ObjectMeta> obj, string finalizer) => Finalizers(obj)?.Contains(finalizer) ?? false;

    /// <summary>Adds a finalizer; false when it was there.</summary>
    /// <param name="obj">The object.</param>
    /// <param name="finalizer">Its name.</param>
    public static bool AddFinalizer(this IMetadata<V1ObjectMeta> obj, string finalizer)
    {
        ArgumentException.ThrowIfNullOrEmpty(finalizer);
        if (obj.HasFinalizer(finalizer))
            return false;
        obj.EnsureMetadata().EnsureFinalizers().Add(finalizer);
        return true;
    }

    /// <summary>Removes a finalizer; false when it was not there.</summary>
    /// <param name="obj">The object.</param>
    /// <param name="finalizer">Its name.</param>
    public static bool RemoveFinalizer(this IMetadata<V1ObjectMeta> obj, string finalizer) => Finalizers(obj)?.Remove(finalizer) ?? false;
}

namespace k8s.Models;

public static partial class ModelExtensions
{
    /// <summary>Owner references; null when it has none.</summary>
    /// <param name="obj">The object.</param>
    public static IList<V1OwnerReference>? OwnerReferences(this IMetadata<V1ObjectMeta> obj) => Meta(obj)?.OwnerReferences;

    /// <summary>Adds an owner reference as it is. Two with the same uid are invalid: see <see cref="IsOwnedBy"/>.</summary>
    /// <param name="obj">The object.</param>
    /// <param name="ownerReference">The owner.</param>
    public static void AddOwnerReference(this IMetadata<V1ObjectMeta> obj, V1OwnerReference ownerReference)
    {
        ArgumentNullException.ThrowIfNull(ownerReference);
        var meta = obj.EnsureMetadata();
        (meta.OwnerReferences ??= new List<V1OwnerReference>()).Add(ownerReference);
    }

    /// <summary>The reference to the controlling owner; null when nobody controls it.</summary>
    /// <param name="obj">The object.</param>
    public static V1OwnerReference? GetController(this IMetadata<V1ObjectMeta> obj) => OwnerReferences(obj)?.FirstOrDefault(r => r.Controller is true);

    /// <summary>The reference to this owner; null when it is not owned by it.</summary>
    /// <param name="obj">The object.</param>
    /// <param name="owner">The owner.</param>
    public static V1OwnerReference? GetOwnerReference(this IMetadata<V1ObjectMeta> obj, IKubernetesObject<V1ObjectMeta> owner) =>
        OwnerReferences(obj)?.FirstOrDefault(r => r.Matches(owner));

    /// <summary>Whether this very incarnation of the owner owns the object.</summary>
    /// <param name="obj">The object.</param>
    /// <param name="owner">The owner.</param>
    public static bool IsOwnedBy(this IMetadata<V1ObjectMeta> obj, IKubernetesObject<V1ObjectMeta> owner) => obj.GetOwnerReference(owner) is not null;

    /// <summary>Position of the reference to this owner; -1 when there is none.</summary>
    /// <param name="obj">The object.</param>
    /// <param name="owner">The owner.</param>
    public static int FindOwnerReference(this IMetadata<V1ObjectMeta> obj, IKubernetesObject<V1ObjectMeta> owner) =>
        obj.GetOwnerReference(owner) is { } reference ? OwnerReferences(obj)!.IndexOf(reference) : -1;

    /// <summary>Removes the references to this owner; false when there were none.</summary>
    /// <param name="obj">The object.</param>
    /// <param name="owner">The owner.</param>
    public static bool RemoveOwnerReference(this IMetadata<V1ObjectMeta> obj, IKubernetesObject<V1ObjectMeta> owner)
    {
        var removed = false;
        while (obj.GetOwnerReference(owner) is { } reference)
            removed |= OwnerReferences(obj)!.Remove(reference);
        return removed;
    }

    /// <summary>A reference to this object as controlling owner, blocking foreground deletion.</summary>
    /// <param name="owner">The owner, as read from the server (its uid is needed).</param>
    public static V1OwnerReference MakeOwnerReference(this IKubernetesObject<V1ObjectMeta> owner)
    {
        owner.Initialize();
        return new V1OwnerReference
        {
            ApiVersion = owner.ApiVersion,
            Kind = owner.Kind,
            Name = owner.Metadata.Name!,
            Uid = owner.Metadata.Uid ?? throw new ArgumentException("an owner needs a uid: read it from the server first", nameof(owner)),
            Controller = true,
            BlockOwnerDeletion = true,
        };
    }

    /// <summary>Whether the reference means this very object: group and kind (any version), name and uid.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="obj">The object.</param>
    public static bool Matches(this V1OwnerReference reference, IKubernetesObject<V1ObjectMeta> obj)
    {
        ArgumentNullException.ThrowIfNull(reference);
        obj.Initialize();
        return GroupOf(reference.ApiVersion) == GroupOf(obj.ApiVersion) && reference.Kind == obj.Kind && reference.Name == obj.Name() && reference.Uid == obj.Uid();
    }
}

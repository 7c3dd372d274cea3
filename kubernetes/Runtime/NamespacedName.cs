namespace Kubernetes.Runtime;

/// <summary>Key of an object in stores and queues. Keys never carry the object itself, so a queued key can never be stale.</summary>
/// <param name="Namespace">Namespace, or the empty string for a cluster-scoped object.</param>
/// <param name="Name">Object name.</param>
public readonly record struct NamespacedName(string Namespace, string Name)
{
    /// <summary>Key of a cluster-scoped object.</summary>
    /// <param name="name">Object name.</param>
    public NamespacedName(string name)
        : this(string.Empty, name)
    {
    }

    /// <summary>Reads <c>namespace/name</c> or, for a cluster-scoped object, <c>name</c>.</summary>
    /// <param name="text">The text that <see cref="ToString"/> writes.</param>
    public static NamespacedName Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? new NamespacedName(text) : new NamespacedName(text[..slash], text[(slash + 1)..]);
    }

    /// <inheritdoc/>
    public override string ToString() => string.IsNullOrEmpty(Namespace) ? Name : $"{Namespace}/{Name}";
}

using k8s.Models;

namespace k8s;

/// <summary>Any list kind on the wire, read without a list type of its own.</summary>
/// <typeparam name="T">Kind of the items.</typeparam>
internal sealed class EntityList<T>
{
    static EntityList() => EntityListResolver.Register<T>();

    public V1ListMeta? Metadata { get; set; }

    public List<T>? Items { get; set; }

    /// <summary>Makes sure that the static constructor ran before the serializer asks for this type (and remembers an absence).</summary>
    public static EntityList<T> Empty { get; } = new();
}

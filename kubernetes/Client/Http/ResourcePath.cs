using k8s.Models;

namespace k8s.Http;

/// <summary>Where a kind lives on the server.</summary>
internal static class ResourcePath
{
    public static string Collection<T>(string? ns) => Collection(KubernetesEntity.Of(typeof(T)), ns);

    /// <summary>Path of one object.</summary>
    /// <exception cref="ArgumentException">No name: the path would be the collection's, and DELETE would empty it.</exception>
    public static string Object<T>(string name, string? ns, string? subresource = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var path = $"{Collection<T>(ns)}/{Segment(name)}";
        return subresource is null ? path : $"{path}/{Segment(subresource)}";
    }

    public static string Of<T>(T entity, string? subresource = null) where T : IKubernetesObject<V1ObjectMeta> =>
        Object<T>(entity.Metadata?.Name ?? "", entity.Metadata?.NamespaceProperty, subresource);

    private static string Collection(KubernetesEntity entity, string? ns)
    {
        if (entity.Plural.Length == 0)
            throw new KubernetesClientException($"{entity.Kind} has no URL of its own");
        var root = entity.Group.Length == 0 ? $"api/{entity.Version}" : $"apis/{entity.Group}/{entity.Version}";
        // An empty namespace would silently become "all namespaces".
        ArgumentOutOfRangeException.ThrowIfEqual(ns, "");
        return ns is null ? $"{root}/{entity.Plural}" : $"{root}/namespaces/{Segment(ns)}/{entity.Plural}";
    }

    private static string Segment(string text) =>
        // Escaping leaves dots alone, and ".." would climb to another resource.
        text is "." or ".." ? throw new ArgumentException($"'{text}' is no name", nameof(text)) : Uri.EscapeDataString(text);
}

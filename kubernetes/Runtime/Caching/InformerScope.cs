using k8s;
using k8s.Models;

namespace Kubernetes.Runtime.Caching;

/// <summary>What makes two informers the same.</summary>
internal sealed record InformerScope(Type Kind, string? Namespace, string? LabelSelector, string? FieldSelector, bool MetadataOnly)
{
    public static InformerScope Of<T>(InformerOptions<T> options)
        where T : class, IKubernetesObject<V1ObjectMeta>
        => new(typeof(T), Null(options.Namespace), Null(options.LabelSelector), Null(options.FieldSelector), options.MetadataOnly);

    /// <inheritdoc/>
    public override string ToString()
        => $"{Kind.Name} (namespace '{Namespace ?? "*"}', labels '{LabelSelector}', fields '{FieldSelector}'{(MetadataOnly ? ", metadata only" : "")})";

    private static string? Null(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

namespace k8s.Models;

public static partial class ModelExtensions
{
    /// <summary>API group; empty for the core group.</summary>
    /// <param name="obj">The object.</param>
    public static string ApiGroup(this IKubernetesObject obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return GroupOf(obj.ApiVersion);
    }

    /// <summary>Version within the group.</summary>
    /// <param name="obj">The object.</param>
    public static string ApiGroupVersion(this IKubernetesObject obj)
    {
        ArgumentNullException.ThrowIfNull(obj);
        return obj.ApiVersion[(obj.ApiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..];
    }

    /// <summary>Group and version.</summary>
    /// <param name="obj">The object.</param>
    public static (string Group, string Version) ApiGroupAndVersion(this IKubernetesObject obj) => (obj.ApiGroup(), obj.ApiGroupVersion());

    /// <summary>Token for the next page; null on the last.</summary>
    /// <param name="list">The list.</param>
    public static string? Continue(this IMetadata<V1ListMeta> list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return list.Metadata?.ContinueProperty;
    }

    /// <summary>Version of the list.</summary>
    /// <param name="list">The list.</param>
    public static string? ResourceVersion(this IMetadata<V1ListMeta> list)
    {
        ArgumentNullException.ThrowIfNull(list);
        return list.Metadata?.ResourceVersion;
    }

    /// <summary>Replicas asked for. The server leaves the number out when it is 0.</summary>
    /// <param name="scale">The scale.</param>
    public static int Replicas(this V1Scale scale)
    {
        ArgumentNullException.ThrowIfNull(scale);
        return scale.Spec?.Replicas ?? 0;
    }

    private static string GroupOf(string apiVersion) => apiVersion.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? apiVersion[..slash] : "";
}

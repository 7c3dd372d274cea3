using System.Collections.Concurrent;
using System.Reflection;

namespace k8s.Models;

/// <summary>What <see cref="KubernetesEntityAttribute"/> says about a type, read once.</summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Version">Version within the group.</param>
/// <param name="Kind">Kind.</param>
/// <param name="Plural">Resource name in URLs; empty for kinds that are only bodies.</param>
public sealed record KubernetesEntity(string Group, string Version, string Kind, string Plural)
{
    private static readonly ConcurrentDictionary<Type, KubernetesEntity> Known = new();

    /// <summary>As objects carry it: <c>apps/v1</c>, or <c>v1</c> for the core group.</summary>
    public string GroupVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Reads a type's attribute.</summary>
    /// <param name="type">A kind.</param>
    /// <exception cref="KubernetesClientException">The type carries no attribute.</exception>
    public static KubernetesEntity Of(Type type) => Known.GetOrAdd(type, static t =>
        t.GetCustomAttribute<KubernetesEntityAttribute>() is { } a
            ? new KubernetesEntity(a.Group ?? "", a.ApiVersion, a.Kind, a.PluralName ?? "")
            : throw new KubernetesClientException($"{t.Name} carries no [KubernetesEntity]"));
}

using System.Collections.Concurrent;
using System.Reflection;
using k8s.Models;

namespace McpTenants.Operator.Plan;

/// <summary>Kinds of models. Items of a list come without theirs, so it is taken from the type.</summary>
internal static class Kinds
{
    private static readonly ConcurrentDictionary<Type, string> Known = new();

    /// <summary>The kind of a model type.</summary>
    public static string Of(Type type) => Known.GetOrAdd(type, static t => t.GetCustomAttribute<KubernetesEntityAttribute>()!.Kind);
}

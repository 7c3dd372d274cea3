using k8s;
using k8s.Models;

namespace McpTenants.Operator.Plan;

/// <summary>Options for deletes that can hit one object only.</summary>
internal static class Precondition
{
    /// <summary>Deletes this very object, not a later one of the same name.</summary>
    public static V1DeleteOptions Only(IKubernetesObject<V1ObjectMeta> live, string propagation = "Background") => new()
    {
        Preconditions = new V1Preconditions { Uid = live.Metadata.Uid },
        PropagationPolicy = propagation,
    };

    /// <summary>Deletes this very object, and only if nobody has changed it since it was read.</summary>
    public static V1DeleteOptions Unchanged(IKubernetesObject<V1ObjectMeta> live) => new()
    {
        Preconditions = new V1Preconditions { Uid = live.Metadata.Uid, ResourceVersion = live.Metadata.ResourceVersion },
        PropagationPolicy = "Background",
    };
}

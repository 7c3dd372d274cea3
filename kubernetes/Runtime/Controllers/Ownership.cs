using k8s;
using k8s.Models;

namespace Kubernetes.Runtime.Controllers;

/// <summary>Owner references that the garbage collector honours.</summary>
public static class Ownership
{
    /// <summary>Makes the owner the controlling one of the child; the second time changes nothing.</summary>
    /// <param name="child">Object about to be written.</param>
    /// <param name="owner">Object read from the server, with its uid.</param>
    /// <param name="observed">The child as it is in the cluster, if it is: it may belong to somebody else.</param>
    /// <exception cref="TerminalException">Somebody else controls the child, or the owner's namespace is another one: the garbage
    /// collector would delete such a child.</exception>
    public static void SetControllerReference(
        IKubernetesObject<V1ObjectMeta> child, IKubernetesObject<V1ObjectMeta> owner, IKubernetesObject<V1ObjectMeta>? observed = null)
    {
        ArgumentNullException.ThrowIfNull(child);
        ArgumentNullException.ThrowIfNull(owner);
        if (!string.IsNullOrEmpty(owner.Namespace()) && owner.Namespace() != child.Namespace())
            throw new TerminalException($"{owner.Kind} {owner.Key()} cannot own {child.Kind} {child.Key()} in another namespace.");
        foreach (var state in (ReadOnlySpan<IKubernetesObject<V1ObjectMeta>?>)[child, observed])
        {
            if (state?.GetController() is { } other && other.Uid != owner.Uid())
                throw new TerminalException($"{child.Kind} {child.Key()} is controlled by {other.Kind} {other.Name}.");
        }

        child.RemoveOwnerReference(owner);
        child.AddOwnerReference(owner.MakeOwnerReference());
    }
}

namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>Whether objects of the kind live in a namespace or in the cluster.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class EntityScopeAttribute(EntityScope scope) : Attribute
{
    /// <summary>The scope.</summary>
    public EntityScope Scope { get; } = scope;
}

/// <summary>Scope of a kind.</summary>
public enum EntityScope
{
    /// <summary>One object per namespace and name.</summary>
    Namespaced,

    /// <summary>One object per name.</summary>
    Cluster,
}

namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>Short names for kubectl.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class KubernetesEntityShortNamesAttribute(params string[] shortNames) : Attribute
{
    /// <summary>The short names.</summary>
    public IReadOnlyList<string> ShortNames { get; } = shortNames;
}

namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>Description of a field in the generated CRD; wins over the XML summary of the property.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
public sealed class DescriptionAttribute(string description) : Attribute
{
    /// <summary>The text, as <c>kubectl explain</c> shows it.</summary>
    public string Description { get; } = description;
}

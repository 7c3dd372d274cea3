namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>Smallest allowed number.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RangeMinimumAttribute(long minimum) : Attribute
{
    /// <summary>The bound, itself allowed.</summary>
    public long Minimum { get; } = minimum;
}

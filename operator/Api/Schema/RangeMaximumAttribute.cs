namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>Largest allowed number.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RangeMaximumAttribute(long maximum) : Attribute
{
    /// <summary>The bound, itself allowed.</summary>
    public long Maximum { get; } = maximum;
}

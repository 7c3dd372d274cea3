namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>Number of items of a list, or of entries of a map, both ends included.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ItemsAttribute(int minItems, int maxItems) : Attribute
{
    /// <summary>Smallest count.</summary>
    public int MinItems { get; } = minItems;

    /// <summary>Largest count.</summary>
    public int MaxItems { get; } = maxItems;
}

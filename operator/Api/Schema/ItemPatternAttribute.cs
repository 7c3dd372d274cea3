namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>What every string in a list, or every value in a map, has to look like.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ItemPatternAttribute(string? pattern, int maxLength) : Attribute
{
    /// <summary>Anchored expression; null leaves the content open.</summary>
    public string? RegexPattern { get; } = pattern;

    /// <summary>Largest length in characters.</summary>
    public int MaxLength { get; } = maxLength;
}

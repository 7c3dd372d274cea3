namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>Length of a string in characters, both ends included.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LengthAttribute(int minLength, int maxLength) : Attribute
{
    /// <summary>Smallest length.</summary>
    public int MinLength { get; } = minLength;

    /// <summary>Largest length.</summary>
    public int MaxLength { get; } = maxLength;
}

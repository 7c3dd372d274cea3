namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>What <c>metadata.name</c> of the kind has to look like, beyond what the server asks of every object.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class EntityNameAttribute(string? pattern, int maxLength) : Attribute
{
    /// <summary>Anchored expression; null when the server's own rule says it all: it would only say it twice.</summary>
    public string? RegexPattern { get; } = pattern;

    /// <summary>Largest length in characters.</summary>
    public int MaxLength { get; } = maxLength;
}

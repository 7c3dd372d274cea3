namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>Regular expression (RE2, as the API server reads it) the string has to match. Anchor it: the server searches, it does not match whole strings.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PatternAttribute(string pattern) : Attribute
{
    /// <summary>The anchored expression.</summary>
    public string RegexPattern { get; } = pattern;
}

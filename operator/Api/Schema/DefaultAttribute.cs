namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>Value the API server stores when the field is absent. Only for values no tier or operator option can change.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DefaultAttribute(object value) : Attribute
{
    /// <summary>A string, number, boolean or enum member.</summary>
    public object Value { get; } = value;
}

namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>The field has to be present.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RequiredAttribute : Attribute;

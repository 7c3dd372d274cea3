namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>The wire form may be a number or a string (<c>cpu: 1</c>, <c>cpu: 500m</c>).</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class IntOrStringAttribute : Attribute;

namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>Content of this object is not ours to describe; the server keeps it as it is.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
public sealed class PreserveUnknownFieldsAttribute : Attribute;

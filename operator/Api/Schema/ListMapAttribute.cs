namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>The list is a map: server-side apply merges its items by these keys instead of replacing the list.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ListMapAttribute(params string[] keys) : Attribute
{
    /// <summary>Wire names of the key fields; each has to be required in the item.</summary>
    public IReadOnlyList<string> Keys { get; } = keys;
}

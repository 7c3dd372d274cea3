namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>A column of <c>kubectl get</c>, in declaration order.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class GenericAdditionalPrinterColumnAttribute(string jsonPath, string name, string type) : Attribute
{
    /// <summary>Simple JSON path, such as <c>.status.phase</c>.</summary>
    public string JsonPath { get; } = jsonPath;

    /// <summary>Heading.</summary>
    public string Name { get; } = name;

    /// <summary>string, integer, number, boolean or date.</summary>
    public string Type { get; } = type;

    /// <summary>0 is always shown; 1 only with <c>-o wide</c>.</summary>
    public int Priority { get; init; }

    /// <summary>Meaning of the column.</summary>
    public string? Description { get; init; }
}

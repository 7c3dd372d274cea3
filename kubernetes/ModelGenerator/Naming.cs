namespace Kubernetes.ModelGenerator;

/// <summary>C# names of definitions and properties, as KubernetesClient spells them.</summary>
internal static class Naming
{
    // Keywords of the language (and `from`) get a suffix instead of an @, whatever their case.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "namespace", "continue", "default", "enum", "ref", "operator", "from", "readonly", "object",
    };

    public static string TypeName(string definition, GeneratorSettings settings)
    {
        if (settings.Names.TryGetValue(definition, out var name))
            return name;
        var segments = definition.Split('.');
        return Capitalize(segments[^2]) + segments[^1];
    }

    public static string PropertyName(string json)
    {
        var parts = json.TrimStart('$').Split('-');
        var name = string.Concat(parts.Select(Capitalize));
        return Reserved.Contains(name) ? name + "Property" : name;
    }

    private static string Capitalize(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}

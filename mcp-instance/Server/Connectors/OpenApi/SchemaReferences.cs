namespace McpTenants.Instance.Connectors.OpenApi;

/// <summary>The schemas that one tool refers to, each under a name of its own.</summary>
internal sealed class SchemaReferences(ApiDocument document)
{
    private readonly Dictionary<string, string> names = new(StringComparer.Ordinal);
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    /// <summary>References in the order in which they were met; grows while the schemas behind them are written.</summary>
    public List<string> Met { get; } = [];

    /// <summary>Name below <c>$defs</c>; null when the reference leads out of the document or nowhere.</summary>
    public string? NameOf(string reference)
    {
        if (names.TryGetValue(reference, out var known))
            return known;
        if (document.Find(reference) is null)
            return null;
        var last = string.Concat(reference[(reference.LastIndexOf('/') + 1)..].Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' ? c : '_'));
        var name = last;
        for (var i = 2; !taken.Add(name); i++)
            name = last + "_" + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Met.Add(reference);
        return names[reference] = name;
    }

    /// <summary>Takes back what was met after the first <paramref name="known"/>, because the schema that refers to it was not used.</summary>
    public void Forget(int known)
    {
        foreach (var reference in Met.Skip(known))
        {
            names.Remove(reference, out var name);
            taken.Remove(name!);
        }
        Met.RemoveRange(known, Met.Count - known);
    }
}

namespace McpTenants.Operator.Check;

/// <summary>Names of connectors and servers: they become tool prefixes, so one list for both, and none of the instance's own.</summary>
internal static class AddedNames
{
    private static readonly string[] BuiltIn = ["document", "audit", "instance"];

    internal static (string Problem, string Remedy)? Problem(string name, IEnumerable<string> others) =>
        name.Length > 32 || !Names.IsLabel(name) ? ($"'{Names.Shown(name)}' cannot be a tool prefix", "use at most 32 lower-case letters, digits and '-'")
        : BuiltIn.Contains(name, StringComparer.Ordinal) ? ($"'{name}' is the prefix of built-in tools", "choose another name")
        : others.Contains(name, StringComparer.Ordinal) ? ($"'{name}' is used twice", "give every connector and server a name of its own")
        : null;
}

namespace McpTenants.Instance.Connectors.OpenApi;

/// <summary>One argument of the tool for an operation.</summary>
/// <param name="Name">Name as models may write it.</param>
/// <param name="Parameter">The parameter it fills; null: the request body.</param>
/// <param name="Required">Whether a call needs it.</param>
/// <param name="BodyDescription">What the document says about the body.</param>
internal sealed record OperationArgument(string Name, ApiParameter? Parameter, bool Required, string? BodyDescription = null)
{
    private const int MaximumLength = 64;

    /// <summary>Arguments of an operation. Names are cleaned (filter[name] becomes filter_name); one that is taken gets its place in front, then a number.</summary>
    public static IReadOnlyList<OperationArgument> Of(ApiOperation operation)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var arguments = new List<OperationArgument>();
        if (operation.Body is not null)
            taken.Add("body");
        foreach (var parameter in operation.Parameters)
            arguments.Add(new OperationArgument(Free(parameter, taken), parameter, parameter.Required));
        if (operation.Body is { } body)
            arguments.Add(new OperationArgument("body", null, body.Required, body.Description));
        return arguments;
    }

    private static string Free(ApiParameter parameter, HashSet<string> taken)
    {
        var clean = Clean(parameter.Name);
        var name = clean;
        if (!taken.Add(name))
        {
            var place = Cut($"{parameter.Place.ToString().ToLowerInvariant()}_{clean}");
            name = place;
            for (var i = 2; !taken.Add(name); i++)
                name = Cut(place, 4) + "_" + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }
        return name;
    }

    private static string Clean(string name)
    {
        var clean = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' ? c : '_')).Trim('_');
        return Cut(clean.Length == 0 ? "value" : clean);
    }

    private static string Cut(string name, int reserve = 0) => name.Length <= MaximumLength - reserve ? name : name[..(MaximumLength - reserve)];
}

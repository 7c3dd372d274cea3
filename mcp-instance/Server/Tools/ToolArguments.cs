using System.Text;
using System.Text.Json;
using McpTenants.Instance.Dialogue;
using ModelContextProtocol;

namespace McpTenants.Instance.Tools;

/// <summary>Typed access to the arguments of a call. What was not asked for is refused at the end, as the schemas say (additionalProperties: false).</summary>
internal sealed class ToolArguments(IReadOnlyDictionary<string, JsonElement> values)
{
    private readonly HashSet<string> read = new(StringComparer.Ordinal);

    public string Text(string name, int maximumBytes) => OptionalText(name, maximumBytes) ?? throw new ToolInputException($"The argument {name} is required.");

    public string? OptionalText(string name, int maximumBytes)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind is not JsonValueKind.String)
            throw new ToolInputException($"The argument {name} must be a string.");
        var text = value.GetString()!;
        if (Encoding.UTF8.GetByteCount(text) > maximumBytes)
            throw new ToolInputException($"The argument {name} must not be longer than {maximumBytes} bytes.");
        return text;
    }

    public int? OptionalInteger(string name, int minimum, int maximum)
    {
        if (Find(name) is not { } value)
            return null;
        if (value.ValueKind is not JsonValueKind.Number || !value.TryGetInt32(out var number) || number < minimum || number > maximum)
            throw new ToolInputException($"The argument {name} must be an integer from {minimum} to {maximum}.");
        return number;
    }

    public IReadOnlyDictionary<string, string> OptionalMap(string name, int maximumEntries, int maximumBytes)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Find(name) is not { } value)
            return map;
        if (value.ValueKind is not JsonValueKind.Object || value.GetPropertyCount() > maximumEntries
            || value.EnumerateObject().Any(p => p.Value.ValueKind is not JsonValueKind.String) || value.GetRawText().Length > maximumBytes)
            throw new ToolInputException($"The argument {name} must be an object of at most {maximumEntries} strings and {maximumBytes} characters.");
        foreach (var property in value.EnumerateObject())
            map[property.Name] = property.Value.GetString()!;
        return map;
    }

    public bool Has(string name) => Find(name) is not null;

    /// <summary>Any value; null when it is absent or null.</summary>
    public JsonElement? Optional(string name) => Find(name);

    /// <summary>The call that brought them.</summary>
    public CallOrigin Origin { get; init; } = new("", null, null);

    /// <summary>Where the tool may tell how far it is; null: the caller does not want to know.</summary>
    public IProgress<ProgressNotificationValue>? Progress { get; private init; }

    /// <summary>The same with a listener.</summary>
    public ToolArguments Reporting(IProgress<ProgressNotificationValue> progress) => new(values) { Origin = Origin, Caller = Caller, Progress = progress };

    /// <summary>Who can be told and asked something while the tool runs; null where a tool is run by ourselves.</summary>
    public CallerChannel? Caller { get; init; }

    /// <summary>Everything that was given, for a tool whose arguments somebody else checks.</summary>
    public IReadOnlyDictionary<string, JsonElement> All => values;

    public void RequireNoOthers()
    {
        if (values.Keys.Where(k => !read.Contains(k)).Order(StringComparer.Ordinal).FirstOrDefault() is { } unknown)
            throw new ToolInputException($"There is no argument {(unknown.Length <= 64 ? unknown : unknown[..64])}.");
    }

    private JsonElement? Find(string name)
    {
        read.Add(name);
        return values.TryGetValue(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;
    }
}

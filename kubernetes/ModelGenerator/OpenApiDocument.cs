using System.Text.Json.Nodes;

namespace Kubernetes.ModelGenerator;

/// <summary>The OpenAPI v2 document of an API server, with the additions of the settings merged in.</summary>
internal sealed class OpenApiDocument
{
    private const string RefPrefix = "#/definitions/";
    private readonly JsonObject _definitions;
    private readonly Dictionary<string, string> _plurals;

    private OpenApiDocument(JsonObject definitions, Dictionary<string, string> plurals)
    {
        _definitions = definitions;
        _plurals = plurals;
    }

    public static OpenApiDocument Load(string path, GeneratorSettings settings)
    {
        var root = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        var definitions = root["definitions"]!.AsObject();
        foreach (var (from, to) in settings.Copies)
            Copy(definitions, from, to);
        foreach (var (name, addition) in settings.Additions)
            Merge(definitions, name, addition!.AsObject());
        return new OpenApiDocument(definitions, Plurals(root["paths"]!.AsObject()));
    }

    public JsonObject this[string definition] =>
        _definitions[definition]?.AsObject() ?? throw new InvalidDataException($"the document has no definition {definition}");

    public bool Has(string definition) => _definitions.ContainsKey(definition);

    /// <summary>The resource name in URLs; null for kinds that are only bodies or subresources.</summary>
    public string? Plural(GroupVersionKind kind) =>
        _plurals.TryGetValue($"{kind.Group}/{kind.Version}/{kind.Kind}", out var plural) ? plural
        : _plurals.FirstOrDefault(p => p.Key.StartsWith(kind.Group + "/", StringComparison.Ordinal) && p.Key.EndsWith("/" + kind.Kind, StringComparison.Ordinal)).Value;

    /// <summary>The properties of a definition; none for opaque ones.</summary>
    public IEnumerable<KeyValuePair<string, JsonNode?>> Properties(string definition) =>
        this[definition]["properties"]?.AsObject() ?? Enumerable.Empty<KeyValuePair<string, JsonNode?>>();

    public static string? RefOf(JsonNode property) =>
        property["$ref"]?.GetValue<string>() is { } reference ? reference[RefPrefix.Length..] : null;

    private static void Copy(JsonObject definitions, string from, string to)
    {
        foreach (var (name, definition) in definitions.Where(d => d.Key.StartsWith(from, StringComparison.Ordinal)).ToList())
        {
            var copy = to + name[from.Length..];
            if (definitions.ContainsKey(copy))
                continue;
            var node = JsonNode.Parse(definition!.ToJsonString().Replace(RefPrefix + from, RefPrefix + to, StringComparison.Ordinal))!;
            if (node["x-kubernetes-group-version-kind"] is JsonArray kinds)
                foreach (var kind in kinds)
                    kind!["version"] = to.TrimEnd('.').Split('.')[^1];
            definitions[copy] = node;
        }
    }

    private static void Merge(JsonObject definitions, string name, JsonObject addition)
    {
        if (definitions[name] is not JsonObject existing)
        {
            definitions[name] = addition.DeepClone();
            return;
        }

        foreach (var (property, schema) in addition["properties"]!.AsObject())
            existing["properties"]!.AsObject().TryAdd(property, schema!.DeepClone());
    }

    private static Dictionary<string, string> Plurals(JsonObject paths)
    {
        var plurals = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, item) in paths)
        {
            var segments = path.Trim('/').Split('/');
            foreach (var (verb, operation) in item!.AsObject())
            {
                if (verb is not ("post" or "get") || operation!["x-kubernetes-group-version-kind"] is not JsonObject kind)
                    continue;
                // Collections only: /{name} and subresources would name another resource's path.
                if (segments[^1].StartsWith('{') || path.Contains("{name}", StringComparison.Ordinal) || path.Contains("/watch/", StringComparison.Ordinal))
                    continue;
                plurals.TryAdd($"{kind["group"]}/{kind["version"]}/{kind["kind"]}", segments[^1]);
            }
        }

        return plurals;
    }
}

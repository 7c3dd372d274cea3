namespace Kubernetes.ModelGenerator;

/// <summary>Everything that is generated: one file per record, and the serializer context over the kinds.</summary>
internal static class ModelWriter
{
    /// <returns>File name to content.</returns>
    public static SortedDictionary<string, string> Write(OpenApiDocument document, GeneratorSettings settings)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var kinds = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var definition in Closure(document, settings))
        {
            var name = Naming.TypeName(definition, settings);
            if (!files.TryAdd(name + ".cs", RecordWriter.Write(document, definition, settings)))
                throw new InvalidDataException($"two definitions are called {name}; give {definition} a name in the settings");
            if (settings.Roots.Contains(definition, StringComparer.Ordinal) || GroupVersionKind.Of(document[definition]) is not null)
                kinds.Add(name);
        }

        files["KubernetesModelsContext.cs"] = ContextWriter.Write(kinds);
        return files;
    }

    private static SortedSet<string> Closure(OpenApiDocument document, GeneratorSettings settings)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        var pending = new Stack<string>(settings.Roots);
        while (pending.TryPop(out var definition))
        {
            if (settings.Types.ContainsKey(definition) || !found.Add(definition))
                continue;
            foreach (var (_, schema) in document.Properties(definition))
                foreach (var reference in References(schema!))
                    pending.Push(reference);
            // A kind without its list could be read but not listed.
            if (GroupVersionKind.Of(document[definition]) is not null && document.Has(definition + "List"))
                pending.Push(definition + "List");
        }

        return found;
    }

    private static IEnumerable<string> References(System.Text.Json.Nodes.JsonNode schema)
    {
        if (OpenApiDocument.RefOf(schema) is { } reference)
            return [reference];
        return new[] { schema["items"], schema["additionalProperties"] }.OfType<System.Text.Json.Nodes.JsonObject>().SelectMany(References);
    }
}

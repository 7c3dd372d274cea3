using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kubernetes.ModelGenerator;

/// <summary>The checked-in choices: which kinds, which names, which types are written by hand, what newer servers added.</summary>
/// <param name="Roots">Definitions to generate; everything they refer to follows.</param>
/// <param name="Names">Record names that differ from the rule, as KubernetesClient has them.</param>
/// <param name="Types">Definitions that are hand-written or plain C# types.</param>
/// <param name="Copies">Definition prefixes that are also generated under another prefix (a version this document does not serve yet).</param>
/// <param name="Additions">Definitions and properties of newer servers, merged into the document.</param>
internal sealed record GeneratorSettings(
    IReadOnlyList<string> Roots,
    IReadOnlyDictionary<string, string> Names,
    IReadOnlyDictionary<string, string> Types,
    IReadOnlyDictionary<string, string> Copies,
    JsonObject Additions)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static GeneratorSettings Load(string path) =>
        JsonSerializer.Deserialize<GeneratorSettings>(File.ReadAllText(path), Options)
        ?? throw new InvalidDataException($"{path} is empty");
}

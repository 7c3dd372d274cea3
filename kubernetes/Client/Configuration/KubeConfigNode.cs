using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace k8s;

/// <summary>A place in a kubeconfig that knows its name, so that every complaint can say where it is.</summary>
/// <param name="node">The YAML, null when the field is absent.</param>
/// <param name="file">File it stands in.</param>
/// <param name="path">Field path within the file.</param>
internal sealed class KubeConfigNode(YamlNode? node, string file, string path)
{
    public string File { get; } = file;

    public bool Exists => node is not null and not YamlScalarNode { Value: null or "" or "null" or "~" };

    public KubeConfigNode this[string field] => node switch
    {
        YamlMappingNode map => new(map.Children.TryGetValue(new YamlScalarNode(field), out var child) ? child : null, File, Join(field)),
        _ when !Exists => new(node: null, File, Join(field)),
        _ => throw Error("must be a mapping"),
    };

    /// <summary>The entries of a list; none when the field is absent.</summary>
    public IEnumerable<KubeConfigNode> Items => node switch
    {
        YamlSequenceNode list => list.Select((n, i) => new KubeConfigNode(n, File, $"{path}[{Label(n, i)}]")),
        _ when !Exists => [],
        _ => throw Error("must be a list"),
    };

    /// <summary>Text; null when the field is absent or empty.</summary>
    public string? Text => node switch
    {
        _ when !Exists => null,
        YamlScalarNode scalar => scalar.Value,
        _ => throw Error("must be text"),
    };

    public string Required => Text ?? throw Error("is missing");

    public bool Flag => Text switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw Error("must be true or false"),
    };

    public override string ToString() => $"{File}: {path}";

    public KubeConfigException Error(string problem, Exception? cause = null) => new($"{File}: {path} {problem}", cause);

    public static KubeConfigNode Load(string file)
    {
        try
        {
            using var reader = System.IO.File.OpenText(file);
            var yaml = new YamlStream();
            yaml.Load(reader);
            return new KubeConfigNode(yaml.Documents.Count == 0 ? null : yaml.Documents[0].RootNode, file, "");
        }
        catch (YamlException e)
        {
            // The parser's message quotes no content.
            throw new KubeConfigException($"{file}: line {e.Start.Line}: not valid YAML: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigException($"{file}: cannot be read: {e.Message}", e);
        }
    }

    private string Join(string field) => path.Length == 0 ? field : $"{path}.{field}";

    private static string Label(YamlNode item, int index) =>
        item is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode("name"), out var name) && name is YamlScalarNode { Value: { } text }
            ? text
            : index.ToString(CultureInfo.InvariantCulture);
}

using System.Text.Json.Nodes;
using McpTenants.Operator.Hosting;
using McpTenants.Testing;

namespace Operator.Tests.Chart;

/// <summary>The chart as helm renders it.</summary>
internal static class RenderedChart
{
    private static readonly string Chart = RepositoryFiles.At("charts", "mcp-tenant-operator");
    private static readonly Lazy<Task<string>> Helm = new(async () => (await Script.RunAsync(RepositoryFiles.At("dev", "tools", "helm.sh"), [], CancellationToken.None)).Trim());

    /// <summary>The values files of the chart's features.</summary>
    public static IReadOnlyList<string> Features { get; } = [.. Directory.GetFiles(Path.Combine(Chart, "ci"), "*-values.yaml").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    /// <summary>Runs helm and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It refused; the message holds what it said.</exception>
    public static async Task<string> HelmAsync(string verb, params IEnumerable<string> arguments)
    {
        string[] before = verb == "template" ? [verb, "mcp", Chart, "--namespace", "mcp-system"] : [verb, Chart];
        return await Script.RunAsync("-c", ["exec \"$0\" \"$@\"", await Helm.Value, .. before, .. arguments], TestContext.Current.CancellationToken);
    }

    /// <summary>All objects with the values of a feature.</summary>
    public static async Task<IReadOnlyList<JsonObject>> ObjectsAsync(string feature, params IEnumerable<string> arguments) =>
        [.. YamlDocuments.Read(await HelmAsync("template", ["--values", Path.Combine(Chart, "ci", feature), .. arguments]))];

    /// <summary>What runs pods: the specification of each, by the name of its owner.</summary>
    public static IEnumerable<(string Owner, JsonObject Pod)> Pods(IEnumerable<JsonObject> objects) =>
        from o in objects
        let spec = o["spec"] as JsonObject
        let pod = (string?)o["kind"] == "Pod" ? spec : spec?["template"]?["spec"] as JsonObject
        where pod is not null
        select ($"{o["kind"]}/{o["metadata"]!["name"]}", pod);

    /// <summary>All containers of a pod.</summary>
    public static IEnumerable<JsonObject> Containers(JsonObject pod) =>
        new[] { "containers", "initContainers" }.SelectMany(list => pod[list] as JsonArray ?? []).OfType<JsonObject>();
}

using System.Text.RegularExpressions;
using McpTenants.Operator.Hosting;

namespace Operator.Tests.Chart;

/// <summary>docs/metrics.md against the places in the code that give series their names.</summary>
public sealed partial class MetricsDocumentTests
{
    [Fact]
    public void Operator_ItsInstruments_AreDocumented()
    {
        var sources = new[] { RepositoryFiles.At("operator"), RepositoryFiles.At("kubernetes", "Runtime"), RepositoryFiles.At("kubernetes", "Client") }
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Select(File.ReadAllText);
        ShouldBeDocumented("Operator", sources.SelectMany(s => Instrument().Matches(s)).Select(m => (PrometheusText.Name(m.Groups["name"].Value), m.Groups["type"].Value switch
        {
            "Counter" or "ObservableCounter" => "counter",
            "Histogram" => "histogram",
            _ => "gauge",
        })));
    }

    [Fact]
    public void Gateway_ItsPage_IsDocumented() =>
        ShouldBeDocumented("Gateway", OnPage().Matches(File.ReadAllText(RepositoryFiles.At("gateway", "Admin", "MetricsPage.cs"))).Select(m => (m.Groups["name"].Value, m.Groups["type"].Value.ToLowerInvariant())));

    [Fact]
    public void Instance_ItsPage_IsDocumented() =>
        ShouldBeDocumented(
            "Instance",
            InFamily().Matches(File.ReadAllText(RepositoryFiles.At("mcp-instance", "Server", "Serving", "InstanceMetrics.cs")))
                .Select(m => (m.Groups["name"].Value, m.Groups["method"].Value == "Histogram" ? "histogram" : m.Groups["type"].Value)));

    private static void ShouldBeDocumented(string program, IEnumerable<(string Name, string Type)> exposed) =>
        DocumentedMetric.All.Where(m => m.Program == program).Select(m => (m.Name, m.Type)).ShouldBe(exposed.ToList().ShouldNotBeNull(), ignoreOrder: true);

    [GeneratedRegex(@"\bCreate(?<type>Counter|ObservableCounter|Histogram|UpDownCounter|ObservableUpDownCounter|Gauge|ObservableGauge)(<\w+>)?\(\s*""(?<name>[a-z_.]+)""", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Instrument();

    [GeneratedRegex(@"\.(?<type>Gauge|Counter|Histogram)\(\s*""(?<name>[a-z_]+)""", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex OnPage();

    [GeneratedRegex(@"\b(?<method>Family|Histogram)\(text, ""(?<name>[a-z_]+)""(, ""(?<type>[a-z]+)"")?", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex InFamily();
}

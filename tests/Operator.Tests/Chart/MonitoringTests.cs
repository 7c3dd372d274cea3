using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using McpTenants.Operator.Hosting;

namespace Operator.Tests.Chart;

/// <summary>Alerts and dashboards ask only for what is there, and nobody is woken without a page that says what to do.</summary>
public sealed partial class MonitoringTests
{
    // Labels that Prometheus, or the collector of the instances' telemetry, adds.
    private static readonly string[] AddedLabels = ["le", "mcp_tenant_id"];

    [Fact]
    public void Queries_OfAlertsAndDashboards_NameDocumentedSeriesAndLabels()
    {
        var known = DocumentedMetric.All.SelectMany(m => m.Series.Select(s => (s, m))).ToDictionary(s => s.s, s => s.m, StringComparer.Ordinal);
        foreach (var (where, query) in Alerts().Select(a => ((string)a["alert"]!, (string)a["expr"]!)).Concat(Panels()))
        {
            var series = Series().Matches(query).Select(m => m.Value).ToList();
            series.ShouldNotBeEmpty($"{where}: {query}");
            series.Except(known.Keys).ShouldBeEmpty($"{where}: {query}");
            var labels = series.SelectMany(s => known[s].Labels).Concat(AddedLabels).ToList();
            Matchers().Matches(query).SelectMany(m => LabelOfMatcher().Matches(m.Groups["matchers"].Value).Select(l => l.Groups["label"].Value))
                .Concat(Grouping().Matches(query).SelectMany(m => m.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries)))
                .Except(labels).ShouldBeEmpty($"{where}: {query}");
        }
    }

    [Fact]
    public void Alerts_All_HaveASectionInTheRunbook()
    {
        var sections = File.ReadLines(RepositoryFiles.At("docs", "runbook.md")).Where(l => l.StartsWith("## ", StringComparison.Ordinal)).Select(l => l[3..]).ToList();

        Alerts().Select(a => (string)a["alert"]!).ShouldBe(sections);
        foreach (var alert in Alerts())
        {
            ((string?)alert["annotations"]!["runbook_url"]).ShouldBe($"docs/runbook.md#{((string)alert["alert"]!).ToLowerInvariant()}");
            ((string?)alert["annotations"]!["summary"]).ShouldNotBeNullOrEmpty();
            ((string?)alert["labels"]!["severity"]).ShouldBeOneOf("critical", "warning");
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task Rule_OfTheChart_HasEveryAlertWithTheSitesRunbook()
    {
        var objects = await RenderedChart.ObjectsAsync("monitoring-values.yaml");
        var rules = objects.Single(o => (string?)o["kind"] == "PrometheusRule")["spec"]!["groups"]![0]!["rules"]!.AsArray();

        rules.Select(r => (string?)r!["alert"]).ShouldBe(Alerts().Select(a => (string?)a["alert"]));
        rules.ShouldAllBe(r => ((string)r!["annotations"]!["runbook_url"]!).StartsWith("https://wiki.example.com/mcp-runbook#mcp"));
        rules.Select(r => (string?)r!["annotations"]!["summary"]).ShouldContain(s => s!.Contains("{{ $labels.tenant }}"));
        objects.Where(o => (string?)o["kind"] == "ServiceMonitor").Select(o => (string?)o["metadata"]!["labels"]!["release"]).ShouldBe(["prometheus", "prometheus"]);
        objects.Single(o => (string?)o["metadata"]!["name"] == "mcp-tenant-dashboards")["data"]!.AsObject().Select(d => d.Key).ShouldBe(["fleet.json", "tenant.json"], ignoreOrder: true);
    }

    private static IReadOnlyList<JsonObject> Alerts() =>
        [.. YamlDocuments.Read(File.ReadAllText(RepositoryFiles.At("charts", "mcp-tenant-operator", "alerts.yaml"))).Single()["groups"]![0]!["rules"]!.AsArray().Select(r => r!.AsObject())];

    private static IEnumerable<(string Where, string Query)> Panels() =>
        from file in Directory.EnumerateFiles(RepositoryFiles.At("charts", "mcp-tenant-operator", "dashboards"), "*.json")
        from panel in JsonNode.Parse(File.ReadAllText(file))!["panels"]!.AsArray()
        from target in panel!["targets"]!.AsArray()
        select ($"{Path.GetFileName(file)}, {panel["title"]}", (string)target!["expr"]!);

    [GeneratedRegex(@"(?<![\w""$.])(mcp_(operator|gateway|instance|server)|controller_runtime|workqueue|reflector|leader_election)_[a-z_]+", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Series();

    [GeneratedRegex(@"\{(?<matchers>[^}]*)\}", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Matchers();

    [GeneratedRegex(@"(?<label>[a-z_]+)\s*(=~|!~|!=|=)\s*""[^""]*""", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex LabelOfMatcher();

    [GeneratedRegex(@"\bby \((?<labels>[^)]*)\)", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Grouping();
}

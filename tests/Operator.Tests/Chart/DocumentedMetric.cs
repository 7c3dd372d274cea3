using System.Text.RegularExpressions;

namespace Operator.Tests.Chart;

/// <summary>A row of docs/metrics.md.</summary>
internal sealed partial record DocumentedMetric(string Program, string Name, string Type, IReadOnlyList<string> Labels)
{
    /// <summary>All rows.</summary>
    public static IReadOnlyList<DocumentedMetric> All { get; } = [.. Read()];

    /// <summary>The names under which the metric's samples are found.</summary>
    public IEnumerable<string> Series => Type == "histogram" ? [Name + "_bucket", Name + "_sum", Name + "_count"] : [Name];

    private static IEnumerable<DocumentedMetric> Read()
    {
        var program = "";
        foreach (var line in File.ReadLines(RepositoryFiles.At("docs", "metrics.md")))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
                program = line[3..];
            else if (Row().Match(line) is { Success: true } row)
                yield return new(program, row.Groups["name"].Value, row.Groups["type"].Value, [.. Word().Matches(row.Groups["labels"].Value).Select(m => m.Value)]);
        }
    }

    [GeneratedRegex(@"^\| `(?<name>[a-z0-9_]+)` \| (?<type>counter|gauge|histogram) \| (?<labels>[^|]*)\| \S", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Row();

    [GeneratedRegex("[a-z_]+", RegexOptions.NonBacktracking)]
    private static partial Regex Word();
}

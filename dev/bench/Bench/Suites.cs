using McpTenants.Bench.Instance;

namespace McpTenants.Bench;

/// <summary>The list of everything that is measured.</summary>
internal static class Suites
{
    private static readonly IReadOnlyList<Benchmark> All =
    [
        new("instance", ["instance.start_ms"], InstanceStart.RunAsync),
        new("instance", ["instance.calls_per_s", "instance.call_ms", "instance.rss_mib"], InstanceCalls.RunAsync),
    ];

    /// <summary>The suites that can be chosen.</summary>
    public static IReadOnlyList<string> Names { get; } = ["instance", "gateway", "operator", "coldstart"];

    /// <summary>Benchmarks of one suite (null: all) that give a measurement with this text in its name.</summary>
    public static IEnumerable<Benchmark> Select(string? suite, string name) =>
        All.Where(b => (suite is null || b.Suite == suite) && b.Names.Any(n => n.Contains(name, StringComparison.Ordinal)));
}

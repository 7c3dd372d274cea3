using McpTenants.Bench.ColdStart;
using McpTenants.Bench.Gateway;
using McpTenants.Bench.Instance;
using McpTenants.Bench.Operator;

namespace McpTenants.Bench;

/// <summary>The list of everything that is measured.</summary>
internal static class Suites
{
    private static readonly IReadOnlyList<Benchmark> All =
    [
        new("instance", ["instance.start_ms", "instance.start_cpu_ms"], InstanceStart.RunAsync),
        new("instance", InstanceCalls.Names, InstanceCalls.RunAsync),
        new("instance", [InstanceOpenApi.Name], InstanceOpenApi.RunAsync),
        new("instance", [InstanceSearch.Name], InstanceSearch.RunAsync),
        new("gateway", GatewayHotPath.Names, GatewayHotPath.RunAsync),
        new("gateway", ["gateway.herd_scale_writes", "gateway.herd_answered_ms", "gateway.churn_failed"], GatewayLifecycle.RunAsync),
        new("gateway", GatewayStorm.Names, GatewayStorm.RunAsync),
        new("gateway", GatewayRollout.Names, GatewayRollout.RunAsync),
        new("gateway", GatewayCrash.Names, GatewayCrash.RunAsync),
        new("gateway", GatewayTrouble.Names, GatewayTrouble.RunAsync),
        new("gateway", ["gateway.parked_stream_kib", "gateway.rss_mib.10000"], GatewayMemory.RunAsync),
        new("operator", OperatorLoad.Names, OperatorLoad.RunAsync),
        new("coldstart", ColdStarts.Names, ColdStarts.RunAsync),
    ];

    /// <summary>The suites that can be chosen.</summary>
    public static IReadOnlyList<string> Names { get; } = ["instance", "gateway", "operator", "coldstart"];

    /// <summary>Benchmarks of one suite (null: all) that give a measurement with this text in its name.</summary>
    public static IEnumerable<Benchmark> Select(string? suite, string name) =>
        All.Where(b => (suite is null || b.Suite == suite) && b.Names.Any(n => n.Contains(name, StringComparison.Ordinal)));
}

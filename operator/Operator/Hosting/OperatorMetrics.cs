using System.Diagnostics.Metrics;

namespace McpTenants.Operator.Hosting;

/// <summary>The operator's own instruments.</summary>
internal static class OperatorMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "McpTenants.Operator";

    private static readonly Meter Meter = new(MeterName);

    /// <summary>Requests that change something, by verb and kind. An operator without work to do adds nothing here.</summary>
    public static readonly Counter<long> Writes = Meter.CreateCounter<long>("mcp_operator_writes_total", description: "Requests to the API server that change something, by verb and kind.");
}

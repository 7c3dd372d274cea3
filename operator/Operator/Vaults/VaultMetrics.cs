using System.Diagnostics.Metrics;
using McpTenants.Operator.Hosting;

namespace McpTenants.Operator.Vaults;

/// <summary>What is counted of vaults.</summary>
internal static class VaultMetrics
{
    private static readonly Meter Meter = new(OperatorMetrics.MeterName);

    /// <summary>Reads of a tenant's whole set, by outcome: <c>InSync</c> or the reason of the problem.</summary>
    public static readonly Counter<long> Reads = Meter.CreateCounter<long>("mcp_operator_vault_reads_total", description: "Reads of the secrets of a tenant, by outcome.");
}

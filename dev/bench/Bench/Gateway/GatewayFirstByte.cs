using System.Diagnostics;
using System.Net;
using McpTenants.Bench.Load;
using McpTenants.Bench.Report;
using McpTenants.Bench.Statistics;

namespace McpTenants.Bench.Gateway;

/// <summary>How much later the first event of an answer that is a stream arrives because of the gateway.</summary>
internal static class GatewayFirstByte
{
    /// <summary>Name of the measurement.</summary>
    public const string Name = "gateway.sse_first_byte_added_ms";

    private const int Calls = 500;
    private static readonly ReadOnlyMemory<byte> Event = "data: "u8.ToArray();

    /// <summary>Calls one after the other, in turns through the gateway and directly.</summary>
    public static async Task RunAsync(BenchContext context, IPEndPoint gateway, IPEndPoint pod, BenchTenant tenant, CancellationToken cancellationToken)
    {
        var call = HttpRequestBytes.Post(
            tenant.Host, "/mcp", """{"jsonrpc":"2.0","id":1,"method":"tools/call"}""", ("Authorization", "Bearer " + BenchTenant.ApiKey), ("X-Bench-Answer", "events"));
        var (with, without) = (new LatencyHistogram(), new LatencyHistogram());
        for (var i = 0; i < Calls; i++)
        {
            without.Record(await FirstEventAsync(pod, call, cancellationToken));
            with.Record(await FirstEventAsync(gateway, call, cancellationToken));
        }

        context.Report.Add(new Measurement
        {
            Name = Name,
            Unit = "ms",
            Median = (with.Quantile(0.5) - without.Quantile(0.5)).TotalMilliseconds,
            P99 = (with.Quantile(0.99) - without.Quantile(0.99)).TotalMilliseconds,
            Baseline = without.Quantile(0.5).TotalMilliseconds,
            Runs = Calls,
        });
    }

    private static async Task<TimeSpan> FirstEventAsync(IPEndPoint endpoint, ReadOnlyMemory<byte> call, CancellationToken cancellationToken)
    {
        using var connection = await HttpConnection.ConnectAsync(endpoint, cancellationToken);
        var start = Stopwatch.GetTimestamp();
        var status = await connection.SendForHeadAsync(call, cancellationToken);
        if (status != 200)
            throw new InvalidOperationException($"a call for events was answered with {status}");
        await connection.ReadUntilAsync(Event, cancellationToken);
        return Stopwatch.GetElapsedTime(start);
    }
}

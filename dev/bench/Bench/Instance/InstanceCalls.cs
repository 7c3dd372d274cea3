using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using McpTenants.Bench.Load;
using McpTenants.Bench.Processes;
using McpTenants.Bench.Report;

namespace McpTenants.Bench.Instance;

/// <summary>A warm instance: tool calls per second, the time of one call, and memory after all of them.</summary>
internal static partial class InstanceCalls
{
    private const string Host = "bench.mcp.test";
    private const int Windows = 6;
    private const int Connections = 8;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(2);

    /// <summary>Saturates ours and the baseline in turns, then sends single calls.</summary>
    public static async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var (ourEndpoint, emptyEndpoint) = (FreePort.Next(), FreePort.Next());
        await using var instance = InstanceProcess.Start(context, ourEndpoint);
        await using var empty = EmptyApp.Start(context, emptyEndpoint);
        await instance.FirstAnswerAsync(ourEndpoint, InstanceProcess.ToolsList(Host), cancellationToken);
        await empty.FirstAnswerAsync(emptyEndpoint, EmptyApp.Call, cancellationToken);

        using var setup = await HttpConnection.ConnectAsync(ourEndpoint, cancellationToken);
        var call = await DocumentGetAsync(setup, cancellationToken);
        var ours = new LoadGenerator(ourEndpoint, call, Connections);
        var baseline = new LoadGenerator(emptyEndpoint, EmptyApp.Call, Connections);
        await Task.WhenAll(ours.SaturateAsync(Window, cancellationToken), baseline.SaturateAsync(Window, cancellationToken));

        var (ourRates, emptyRates) = (new List<double>(), new List<double>());
        var (ourWork, emptyWork) = (new List<double>(), new List<double>());
        for (var i = 0; i < Windows; i++)
        {
            Add(await ServerLoad.MeasureAsync(instance, ours, Window, cancellationToken), ourRates, ourWork);
            Add(await ServerLoad.MeasureAsync(empty, baseline, Window, cancellationToken), emptyRates, emptyWork);
        }

        context.Report.Add(Measurement.OfRate("instance.calls_per_s", "1/s", ourRates, emptyRates));
        context.Report.Add(Measurement.OfRate("instance.calls_per_core", "1/s", ourWork, emptyWork));
        var ourCalls = (await (ours with { Connections = 1 }).SaturateAsync(Window * 2, cancellationToken)).OrThrow();
        var emptyCalls = (await (baseline with { Connections = 1 }).SaturateAsync(Window * 2, cancellationToken)).OrThrow();
        context.Report.Add(new Measurement
        {
            Name = "instance.call_ms",
            Unit = "ms",
            Median = ourCalls.Latency.Quantile(0.5).TotalMilliseconds,
            P99 = ourCalls.Latency.Quantile(0.99).TotalMilliseconds,
            Baseline = emptyCalls.Latency.Quantile(0.5).TotalMilliseconds,
            Runs = ourCalls.Succeeded,
        });
        context.Report.Add(Measurement.Of("instance.rss_mib", "MiB", [instance.Facts.ResidentMiB], [empty.Facts.ResidentMiB]));
    }

    private static void Add(ServerLoad load, List<double> rates, List<double> work)
    {
        rates.Add(load.Result.PerSecond);
        work.Add(load.PerCore);
    }

    private static async Task<byte[]> DocumentGetAsync(HttpConnection connection, CancellationToken cancellationToken)
    {
        var create = InstanceProcess.ToolCall(Host, "document_create", new JsonObject { ["title"] = "Bench", ["content"] = new string('x', 250) });
        var status = await connection.SendAsync(create, cancellationToken);
        var id = DocumentId().Match(connection.Body);
        if (status != 200 || !id.Success)
            throw new NotMeasurableException($"document_create answered {status}: {connection.Body}");
        var get = InstanceProcess.ToolCall(Host, "document_get", new JsonObject { ["id"] = id.Groups["id"].Value });
        status = await connection.SendAsync(get, cancellationToken);
        return status == 200 && connection.Body.Contains("xxxxx", StringComparison.Ordinal)
            ? get
            : throw new NotMeasurableException($"document_get answered {status}: {connection.Body}");
    }

    // The JSON of the document is text inside the JSON of the answer, so its quotes come escaped one way or the other.
    [GeneratedRegex("""id(\\"|\\u0022|"):(\\"|\\u0022|")(?<id>[a-z0-9-]{4,})""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex DocumentId();
}

using McpTenants.Bench.Load;
using McpTenants.Bench.Processes;
using McpTenants.Bench.Report;

namespace McpTenants.Bench.Gateway;

/// <summary>What sleeping tenants and parked streams cost in memory.</summary>
internal static class GatewayMemory
{
    private const int Tenants = 10_000;
    private const int Streams = 1_000;
    private const int Writers = 16;

    /// <summary>One gateway before and after 10,000 tenants exist, then with streams open.</summary>
    public static async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        await using var stage = await GatewayStage.StartAsync(context, PodListener.StartAsync, cancellationToken);
        var tenant = await BenchTenant.CreateAsync(stage.Plane.Api, "first", cancellationToken);
        var gateway = await stage.AddGatewayAsync(context, cancellationToken);
        await StreamsAsync(context, gateway, tenant, cancellationToken);

        await using var alone = await GatewayProcess.StartAsync(context, stage.Plane.Kubeconfig, 18081, cancellationToken);
        await SettleAsync(cancellationToken);
        var empty = alone.Process.Facts.ResidentMiB;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Tenants),
            new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellationToken },
            async (i, token) => await BenchTenant.CreateObjectAsync(stage.Plane.Api, $"sleeper-{i}", token));
        await SettleAsync(cancellationToken);
        var grown = alone.Process.Facts.ResidentMiB;

        // A replica that starts into 10,000 tenants has to list them all: its peak is what a memory limit must allow.
        await using var late = await GatewayProcess.StartAsync(context, stage.Plane.Kubeconfig, 18082, cancellationToken);
        await SettleAsync(cancellationToken);
        context.Report.Add(Measurement.Of($"gateway.rss_mib.{Tenants}", "MiB", [late.Process.Facts.ResidentMiB], [empty]));
        context.Report.Note(FormattableString.Invariant($"gateway.rss_mib.{Tenants}: started into {Tenants} sleeping tenants (the baseline: into 1); the replica that saw them created has {grown:F0} MiB"));
    }

    private static async Task StreamsAsync(BenchContext context, GatewayProcess gateway, BenchTenant tenant, CancellationToken cancellationToken)
    {
        var open = HttpRequestBytes.Get(tenant.Host, "/mcp", ("Authorization", "Bearer " + BenchTenant.ApiKey), ("Accept", "text/event-stream"));
        using (var probe = await HttpConnection.ConnectAsync(gateway.Endpoint, cancellationToken))
        {
            var status = await probe.SendForHeadAsync(open, cancellationToken);
            if (status != 200)
            {
                context.Report.AddAbsent("gateway.parked_stream_kib", $"the gateway answers a GET for a stream with {status}: it does not park streams yet");
                return;
            }
        }

        var endpoint = FreePort.Next();
        await using var app = EmptyApp.Start(context, endpoint);
        await app.FirstAnswerAsync(endpoint, EmptyApp.Call, cancellationToken);
        var ours = await KibPerStreamAsync(gateway.Process, gateway.Endpoint, open, cancellationToken);
        var baseline = await KibPerStreamAsync(app, endpoint, HttpRequestBytes.Get("localhost", "/mcp"), cancellationToken);
        context.Report.Add(Measurement.Of("gateway.parked_stream_kib", "KiB", [ours], [baseline]) with { Runs = Streams });
    }

    private static async Task<double> KibPerStreamAsync(ServerProcess server, System.Net.IPEndPoint endpoint, ReadOnlyMemory<byte> open, CancellationToken cancellationToken)
    {
        var before = server.Facts.ResidentMiB;
        var streams = new List<HttpConnection>();
        for (var i = 0; i < Streams; i++)
        {
            var stream = await HttpConnection.ConnectAsync(endpoint, cancellationToken);
            streams.Add(stream);
            var status = await stream.SendForHeadAsync(open, cancellationToken);
            if (status != 200)
                throw new NotMeasurableException($"stream {i} was answered with {status}");
        }

        await SettleAsync(cancellationToken);
        var after = server.Facts.ResidentMiB;
        streams.ForEach(s => s.Dispose());
        return (after - before) * 1024 / Streams;
    }

    // Long enough for the collector to have run after the burst; there is no event to wait for.
    private static Task SettleAsync(CancellationToken cancellationToken) => Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, cancellationToken);
}

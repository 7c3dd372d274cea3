using McpTenants.Bench.Load;
using McpTenants.Bench.Processes;
using McpTenants.Bench.Report;

namespace McpTenants.Bench.Gateway;

/// <summary>What sleeping tenants and parked streams cost in memory.</summary>
internal static class GatewayMemory
{
    private const int Tenants = 10_000;
    private const int Streams = 8_192;
    private const int StreamsPerTenant = 32;
    private const int WarmUp = 1_024;
    private const int Writers = 16;

    /// <summary>One gateway before and after 10,000 tenants exist, then with streams open.</summary>
    public static async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        await using var stage = await GatewayStage.StartAsync(context, PodListener.StartAsync, cancellationToken);
        await BenchTenant.CreateAsync(stage.Plane.Api, "first", cancellationToken);
        var gateway = await stage.AddGatewayAsync(context, cancellationToken);
        await StreamsAsync(context, stage, gateway, cancellationToken);

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

    private static async Task StreamsAsync(BenchContext context, GatewayStage stage, GatewayProcess gateway, CancellationToken cancellationToken)
    {
        // A server of the tenant's own may have streams to GET; the platform's is known to have none.
        var tenants = new List<BenchTenant>();
        for (var i = 0; i * StreamsPerTenant < Streams; i++)
            tenants.Add(await BenchTenant.CreateObjectAsync(stage.Plane.Api, $"streamer-{i}", cancellationToken, "registry.test/own:1"));
        await UntilServedAsync(gateway, tenants[^1], cancellationToken);

        var endpoint = FreePort.Next();
        await using var app = EmptyApp.Start(context, endpoint);
        await app.FirstAnswerAsync(endpoint, EmptyApp.Call, cancellationToken);
        var ours = await KibPerStreamAsync(gateway.Process, gateway.Endpoint, i => Open(tenants[i / StreamsPerTenant]), cancellationToken);
        var plain = HttpRequestBytes.Get("localhost", "/mcp");
        var baseline = await KibPerStreamAsync(app, endpoint, _ => plain, cancellationToken);
        context.Report.Add(Measurement.Of("gateway.parked_stream_kib", "KiB", [ours], [baseline]) with { Runs = Streams });
    }

    private static byte[] Open(BenchTenant tenant) =>
        HttpRequestBytes.Get(tenant.Host, "/mcp", ("Authorization", "Bearer " + BenchTenant.ApiKey), ("Accept", "text/event-stream"));

    private static async Task UntilServedAsync(GatewayProcess gateway, BenchTenant tenant, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var probe = await HttpConnection.ConnectAsync(gateway.Endpoint, cancellationToken);
            var status = await probe.SendForHeadAsync(HttpRequestBytes.Get(tenant.Host, "/healthz"), cancellationToken);
            if (status == 200)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }
    }

    private static async Task<double> KibPerStreamAsync(ServerProcess server, System.Net.IPEndPoint endpoint, Func<int, byte[]> open, CancellationToken cancellationToken)
    {
        // What the first streams bring along (compiled code, pools) is no cost of a stream.
        var streams = new List<HttpConnection>();
        await OpenAsync(WarmUp);
        await SettleAsync(cancellationToken);
        var before = server.Facts.ResidentMiB;
        await OpenAsync(Streams);
        await SettleAsync(cancellationToken);
        var after = server.Facts.ResidentMiB;
        streams.ForEach(s => s.Dispose());
        return (after - before) * 1024 / (Streams - WarmUp);

        async Task OpenAsync(int until)
        {
            while (streams.Count < until)
            {
                var stream = await HttpConnection.ConnectAsync(endpoint, cancellationToken);
                var number = streams.Count;
                streams.Add(stream);
                var status = await stream.SendForHeadAsync(open(number), cancellationToken);
                if (status != 200)
                    throw new NotMeasurableException($"stream {number} was answered with {status}");
            }
        }
    }

    // Long enough for the collector to have run after the burst; there is no event to wait for.
    private static Task SettleAsync(CancellationToken cancellationToken) => Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System, cancellationToken);
}

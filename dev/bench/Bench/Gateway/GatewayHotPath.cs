using McpTenants.Bench.Load;
using McpTenants.Bench.Processes;
using McpTenants.Bench.Report;

namespace McpTenants.Bench.Gateway;

/// <summary>What the gateway costs while a tenant is awake: time per call, and calls per second of processor time.</summary>
internal static class GatewayHotPath
{
    /// <summary>Names of the measurements.</summary>
    public static IReadOnlyList<string> Names { get; } = [Added, AddedByByteCopy, AddedByBareEngine, GatewayFirstByte.Name, "gateway.rps_per_core", "gateway.rss_mib.1"];

    private const string Added = "gateway.added_ms", AddedByByteCopy = "gateway.added_ms.byte_copy", AddedByBareEngine = "gateway.added_ms.bare_engine";
    private const int Rounds = 6;
    private const double Rate = 500;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(3);

    /// <summary>Calls the pod through the gateway and directly, in turns.</summary>
    public static async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        ServerProcess? pod = null;
        await using var stage = await GatewayStage.StartAsync(
            context,
            async (uid, at) =>
            {
                // The empty app stands for the instance: a process of its own whose processor time can be told from ours.
                pod = EmptyApp.Start(context, at, uid);
                await pod.FirstAnswerAsync(at, EmptyApp.Call, cancellationToken);
                return pod;
            },
            cancellationToken);
        var tenant = await BenchTenant.CreateAsync(stage.Plane.Api, "hot", cancellationToken);
        var gateway = await stage.AddGatewayAsync(context, cancellationToken);
        var call = GatewayStage.Call(tenant);
        using (var first = await HttpConnection.ConnectAsync(gateway.Endpoint, cancellationToken))
        {
            var status = await first.SendAsync(call, cancellationToken);
            if (status != 200)
                throw new InvalidOperationException($"the first call answered {status}: {first.Body}");
        }

        var through = new LoadGenerator(gateway.Endpoint, call, 16);
        var direct = new LoadGenerator(stage.Node.EndpointOf(tenant.Uid)!, call, 16);
        await through.SaturateAsync(Window, cancellationToken);
        await direct.SaturateAsync(Window, cancellationToken);

        await LatencyAsync(context, through, direct, cancellationToken);
        await GatewayFirstByte.RunAsync(context, gateway.Endpoint, stage.Node.EndpointOf(tenant.Uid)!, tenant, cancellationToken);
        await ThroughputAsync(context, (gateway.Process, through), (pod!, direct), cancellationToken);
        context.Report.Add(Measurement.Of("gateway.rss_mib.1", "MiB", [gateway.Process.Facts.ResidentMiB]));
    }

    private static async Task LatencyAsync(BenchContext context, LoadGenerator through, LoadGenerator direct, CancellationToken cancellationToken)
    {
        await using var bytes = await BareProxy.StartAsync(context, "bytes", direct.Endpoint, cancellationToken);
        await using var engine = await BareProxy.StartAsync(context, "engine", direct.Endpoint, cancellationToken);
        (string Name, LoadGenerator Load, List<double> Median, List<double> Tail)[] ways =
        [
            (Added, through, [], []),
            // What the machine takes for any second hop, and what the engine takes for one: the gateway's own part is what is left.
            (AddedByByteCopy, through with { Endpoint = bytes.Endpoint }, [], []),
            (AddedByBareEngine, through with { Endpoint = engine.Endpoint }, [], []),
        ];
        foreach (var (_, load, _, _) in ways[1..])
            await load.SaturateAsync(Window, cancellationToken);
        var baseline = new List<double>();
        for (var i = 0; i < Rounds; i++)
        {
            var without = (await direct.AtRateAsync(Rate, Window, cancellationToken)).OrThrow();
            baseline.Add(without.Latency.Quantile(0.5).TotalMilliseconds);
            foreach (var (_, load, median, tail) in ways)
            {
                var with = (await load.AtRateAsync(Rate, Window, cancellationToken)).OrThrow();
                median.Add((with.Latency.Quantile(0.5) - without.Latency.Quantile(0.5)).TotalMilliseconds);
                tail.Add((with.Latency.Quantile(0.99) - without.Latency.Quantile(0.99)).TotalMilliseconds);
            }
        }

        // Medians over rounds: another process that takes the processor in one round must not decide the number.
        foreach (var (name, _, median, tail) in ways)
        {
            context.Report.Add(new Measurement
            {
                Name = name,
                Unit = "ms",
                Median = Statistics.Samples.Median(median),
                P99 = Statistics.Samples.Median(tail),
                Baseline = Statistics.Samples.Median(baseline),
                Runs = (long)(Rounds * Rate * Window.TotalSeconds),
            });
        }
    }

    private static async Task ThroughputAsync(
        BenchContext context, (ServerProcess Server, LoadGenerator Load) gateway, (ServerProcess Server, LoadGenerator Load) pod, CancellationToken cancellationToken)
    {
        var (ours, baseline) = (new List<double>(), new List<double>());
        for (var i = 0; i < Rounds; i++)
        {
            ours.Add((await ServerLoad.MeasureAsync(gateway.Server, gateway.Load, Window, cancellationToken)).PerCore);
            baseline.Add((await ServerLoad.MeasureAsync(pod.Server, pod.Load, Window, cancellationToken)).PerCore);
        }

        context.Report.Add(Measurement.OfRate("gateway.rps_per_core", "1/s", ours, baseline));
    }
}

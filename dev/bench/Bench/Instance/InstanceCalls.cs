using McpTenants.Bench.Load;
using McpTenants.Bench.Processes;
using McpTenants.Bench.Report;

namespace McpTenants.Bench.Instance;

/// <summary>A warm instance with everything on, beside the bare SDK host: calls per second, time per call, memory.</summary>
internal static class InstanceCalls
{
    private const int Rounds = 7;
    private const int WarmUps = 4;
    private const int CallsBeforeMemory = 200;
    private static readonly int[] Connections = [1, 32];
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(2);

    /// <summary>What it measures.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["instance.rss_mib", .. Connections.SelectMany(c => (string[])[$"instance.calls_per_s.{c}", $"instance.calls_per_core.{c}", $"instance.call_p50_ms.{c}", $"instance.call_p99_ms.{c}"])];

    /// <summary>Saturates ours and the baseline in turns.</summary>
    public static async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var (ourEndpoint, bareEndpoint) = (FreePort.Next(), FreePort.Next());
        await using var ours = new CalledServer(InstanceProcess.Start(context, ourEndpoint), ourEndpoint);
        await using var bare = new CalledServer(BareHost.Start(context, bareEndpoint), bareEndpoint);
        await ours.CallAsync(CallsBeforeMemory, cancellationToken);
        await bare.CallAsync(CallsBeforeMemory, cancellationToken);
        context.Report.Add(Measurement.Of("instance.rss_mib", "MiB", [ours.Process.Facts.ResidentMiB], [bare.Process.Facts.ResidentMiB]));

        // The runtime compiles hot code again while it runs; that is over after some seconds of load.
        for (var i = 0; i < WarmUps; i++)
        {
            await ours.SaturateAsync(Connections[^1], Window, cancellationToken);
            await bare.SaturateAsync(Connections[^1], Window, cancellationToken);
        }
        var results = Connections.ToDictionary(c => c, _ => (Ours: new List<ServerLoad>(), Bare: new List<ServerLoad>()));
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (connections, (our, their)) in results)
            {
                // Whoever comes second runs on a machine that the first has warmed or tired; so they swap.
                if (round % 2 == 1)
                    their.Add(await bare.SaturateAsync(connections, Window, cancellationToken));
                our.Add(await ours.SaturateAsync(connections, Window, cancellationToken));
                if (round % 2 == 0)
                    their.Add(await bare.SaturateAsync(connections, Window, cancellationToken));
            }
        }
        foreach (var (connections, (our, their)) in results)
            Report(context, connections, our, their);
    }

    private static void Report(BenchContext context, int connections, List<ServerLoad> ours, List<ServerLoad> bare)
    {
        Add("calls_per_s", "1/s", l => l.Result.PerSecond, Measurement.OfRate);
        Add("calls_per_core", "1/s", l => l.PerCore, Measurement.OfRate);
        Add("call_p50_ms", "ms", l => l.Result.Latency.Quantile(0.5).TotalMilliseconds, Measurement.Of);
        Add("call_p99_ms", "ms", l => l.Result.Latency.Quantile(0.99).TotalMilliseconds, Measurement.Of);

        void Add(string name, string unit, Func<ServerLoad, double> value, Func<string, string, IReadOnlyCollection<double>, IReadOnlyCollection<double>?, Measurement> of) =>
            context.Report.Add(of($"instance.{name}.{connections}", unit, [.. ours.Select(value)], [.. bare.Select(value)]));
    }
}

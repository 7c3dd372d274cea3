using System.Diagnostics;
using System.Globalization;
using McpTenants.Bench.Cluster;
using McpTenants.Bench.Gateway;
using McpTenants.Bench.Processes;
using McpTenants.Bench.Report;

namespace McpTenants.Bench.Operator;

/// <summary>
/// The operator against a real API server without nodes: apply to Ready, memory, and what it asks of the API server when nothing
/// happens. Ready means that everything is applied; a tenant that sleeps by policy needs no pod for it.
/// </summary>
internal sealed class OperatorLoad(BenchContext context, ControlPlane plane, ReadyWatch ready, ServerProcess empty, CancellationToken cancellationToken)
{
    private const int Singles = 10;

    /// <summary>What one run measures.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "operator.rss_mib.0", "operator.apply_to_ready_s.100", "operator.rss_mib.100", "operator.idle_writes_per_min", "operator.idle_requests_per_min",
        "operator.apply_to_ready_s.20", "operator.apply_to_ready_s.1", "operator.apply_to_ready_s.1000", "operator.rss_mib.1000",
    ];

    /// <summary>Measures on one API server, from empty to full.</summary>
    public static async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        await using var plane = await ControlPlane.StartAsync(context, cancellationToken);
        await using var empty = EmptyApp.Start(context, FreePort.Next());
        await using var ready = new ReadyWatch(plane.Api);
        var load = new OperatorLoad(context, plane, ready, empty, cancellationToken);
        await load.EmptyToHundredAsync();
        await load.OnTopOfHundredAsync();
    }

    private async Task EmptyToHundredAsync()
    {
        RequestCounts idle;
        await using (var process = await OperatorProcess.StartAsync(context, plane, cancellationToken))
        {
            await SettleAsync();
            Memory(process, 0);
            await ApplyAsync("warm", 1);
            var bare = await BareWriter.LearnAsync(plane.Api, "warm0", cancellationToken);
            context.Report.Note(string.Create(CultureInfo.InvariantCulture,
                $"operator.apply_to_ready_s.N: N tenants applied at once, per tenant; the baseline writes the same {bare.Objects} objects of each with a bare client"));
            await BatchAsync(bare, 100);
            await SettleAsync();
            Memory(process, 100);
            idle = await CountAsync(IdleReport.Window);
        }

        // The same minute without the operator: the API server counts requests without naming the client.
        IdleReport.Add(context.Report, idle, await CountAsync(IdleReport.Window));
    }

    private async Task OnTopOfHundredAsync()
    {
        await using var process = await OperatorProcess.StartAsync(context, plane, cancellationToken);
        await SettleAsync();
        var bare = await BareWriter.LearnAsync(plane.Api, "warm0", cancellationToken);
        await BatchAsync(bare, 20);
        await SinglesAsync(bare);
        if (!context.Large)
            throw new NotMeasurableException("only with BENCH_LARGE=1");
        await BatchAsync(bare, 1000);
        await SettleAsync();
        Memory(process, 1000);
    }

    private void Memory(ServerProcess process, int tenants) =>
        context.Report.Add(Measurement.Of($"operator.rss_mib.{tenants}", "MiB", [process.Facts.ResidentMiB], [empty.Facts.ResidentMiB]));

    private async Task BatchAsync(BareWriter bare, int count)
    {
        var baseline = await bare.WriteAsync($"bare{count}-", count, cancellationToken);
        await SettleAsync();
        var ours = await ApplyAsync($"batch{count}-", count);
        context.Report.Add(Measurement.Of($"operator.apply_to_ready_s.{count}", "s", ours, baseline));
    }

    private async Task SinglesAsync(BareWriter bare)
    {
        var (ours, baseline) = (new List<double>(), new List<double>());
        for (var i = 0; i < Singles; i++)
        {
            baseline.AddRange(await bare.WriteAsync($"bare1-{i}-", 1, cancellationToken));
            ours.AddRange(await ApplyAsync($"single{i}-", 1));
        }

        context.Report.Add(Measurement.Of("operator.apply_to_ready_s.1", "s", ours, baseline));
    }

    private async Task<IReadOnlyCollection<double>> ApplyAsync(string prefix, int count)
    {
        var limit = TimeSpan.FromSeconds(60 + count);
        return await Task.WhenAll(Enumerable.Range(0, count).Select(async i =>
        {
            var name = $"{prefix}{i}";
            var start = Stopwatch.GetTimestamp();
            await plane.Api.CreateAsync(BenchTenant.Collection, BenchTenant.Manifest(name), cancellationToken);
            return Stopwatch.GetElapsedTime(start, await ready.OfAsync(name, limit, cancellationToken)).TotalSeconds;
        }));
    }

    private async Task<RequestCounts> CountAsync(TimeSpan window)
    {
        var before = await RequestCounts.ReadAsync(plane.Api, cancellationToken);
        await Task.Delay(window, TimeProvider.System, cancellationToken);
        return (await RequestCounts.ReadAsync(plane.Api, cancellationToken)).Since(before);
    }

    // Long enough for the controllers of the cluster and the collector after a burst; there is no event to wait for.
    private Task SettleAsync() => Task.Delay(TimeSpan.FromSeconds(10), TimeProvider.System, cancellationToken);
}

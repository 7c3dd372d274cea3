using System.Diagnostics;
using McpTenants.Bench.Cluster;
using McpTenants.Bench.Load;
using McpTenants.Bench.Report;

namespace McpTenants.Bench.Gateway;

/// <summary>Two gateways and tenants that go to sleep and wake: what a herd writes, and what is lost at the edges.</summary>
internal static class GatewayLifecycle
{
    private const int Herds = 5;

    private const int HerdPerGateway = 500;
    private const int ChurnCycles = 100;
    private const int ChurnCyclesLarge = 1000;

    // The default is 100 waiting requests per tenant and replica: with it, refusals of a larger herd would be correct.
    private static readonly string[] RoomForHerd = ["--waiting-per-tenant", $"{HerdPerGateway}"];

    /// <summary>Runs both experiments on one stage.</summary>
    public static async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        await using var stage = await GatewayStage.StartAsync(context, PodListener.StartAsync, cancellationToken);
        var tenant = await BenchTenant.CreateAsync(stage.Plane.Api, "churn", cancellationToken);
        await stage.AddGatewayAsync(context, cancellationToken, RoomForHerd);
        await stage.AddGatewayAsync(context, cancellationToken, RoomForHerd);
        await HerdAsync(context, stage, tenant, cancellationToken);
        await ChurnAsync(context, stage, tenant, cancellationToken);
    }

    private static async Task HerdAsync(BenchContext context, GatewayStage stage, BenchTenant tenant, CancellationToken cancellationToken)
    {
        var (writes, wakes) = (new List<double>(), new List<double>());
        var call = GatewayStage.Call(tenant);
        for (var i = 0; i < Herds; i++)
        {
            var herd = await Task.WhenAll(stage.Gateways.SelectMany(g => Enumerable.Range(0, HerdPerGateway).Select(_ => HttpConnection.ConnectAsync(g.Endpoint, cancellationToken))));
            var before = await RequestCounts.ReadAsync(stage.Plane.Api, cancellationToken);
            var start = Stopwatch.GetTimestamp();
            var answers = await Task.WhenAll(herd.Select(c => Task.Run(async () => await c.SendAsync(call, cancellationToken), cancellationToken)));
            wakes.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            var after = await RequestCounts.ReadAsync(stage.Plane.Api, cancellationToken);
            var refused = herd.Zip(answers).FirstOrDefault(pair => pair.Second != 200);
            if (refused.First is not null)
                throw new InvalidOperationException($"a call of the herd answered {refused.Second}: {refused.First.Body}");
            foreach (var connection in herd)
                connection.Dispose();
            writes.Add(after.Since(before).Of("PATCH", "deployments/scale"));
            await SleepForSureAsync(stage, tenant, cancellationToken);
        }

        context.Report.Add(Measurement.Of("gateway.herd_scale_writes", "writes", writes));
        context.Report.Add(Measurement.Of("gateway.herd_answered_ms", "ms", wakes));
        context.Report.Note($"gateway.herd_*: {HerdPerGateway} calls at once to each of {stage.Gateways.Count} gateways for one sleeping tenant; target 1 effective write, at most 2 sent");
    }

    private static async Task ChurnAsync(BenchContext context, GatewayStage stage, BenchTenant tenant, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var clients = stage.Gateways.SelectMany(g => Enumerable.Range(0, 4).Select(n => new ChurnClient(g.Endpoint, GatewayStage.Call(tenant), n))).ToArray();
        var running = clients.Select(c => Task.Run(() => c.RunAsync(stop.Token), CancellationToken.None)).ToArray();
        var (slept, vetoes) = (0, 0);
        var start = Stopwatch.GetTimestamp();
        var (cycles, limit) = context.Large ? (ChurnCyclesLarge, TimeSpan.FromMinutes(25)) : (ChurnCycles, TimeSpan.FromMinutes(2.5));
        while (slept < cycles && Stopwatch.GetElapsedTime(start) < limit)
        {
            if (await stage.SleepAsync(tenant, cancellationToken))
                slept++;
            else
                vetoes++;
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }

        await stop.CancelAsync();
        await Task.WhenAll(running);
        if (slept == 0)
            throw new InvalidOperationException("the tenant never went to sleep: every try was vetoed");
        var failed = clients.Sum(c => c.Failed);
        context.Report.Add(new Measurement { Name = "gateway.churn_failed", Unit = "calls", Median = failed, Runs = clients.Sum(c => c.Sent) });
        context.Report.Note($"gateway.churn_failed: {slept} times asleep and awake under load, {vetoes} tries vetoed" + (failed > 0 ? $"; first failure: {clients.Select(c => c.FirstFailure).First(f => f is not null)}" : ""));
    }

    private static async Task SleepForSureAsync(GatewayStage stage, BenchTenant tenant, CancellationToken cancellationToken)
    {
        for (var i = 0; !await stage.SleepAsync(tenant, cancellationToken); i++)
        {
            if (i == 100)
                throw new InvalidOperationException("the tenant did not go to sleep although nobody calls it");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }
    }
}

using McpTenants.Bench.Report;

namespace McpTenants.Bench.Gateway;

/// <summary>Replicas are replaced one after the other while clients call without a break.</summary>
internal static class GatewayRollout
{
    private const int Rollouts = 3;
    private const int Clients = 16;

    // Ten times what the door in front needs to notice; in a cluster it is 15 s for the same reason.
    private static readonly string[] Grace = ["--drain-grace", "2s"];

    /// <summary>What it measures.</summary>
    public static IReadOnlyList<string> Names { get; } = ["gateway.rollout_failed"];

    /// <summary>Two replicas, three rolling restarts: the new one ready first, then SIGTERM to the old one.</summary>
    public static async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        await using var stage = await GatewayStage.StartAsync(context, PodListener.StartAsync, cancellationToken);
        var tenant = await BenchTenant.CreateAsync(stage.Plane.Api, "rollout", cancellationToken);
        var old = await stage.AddGatewayAsync(context, cancellationToken, Grace);
        var other = await stage.AddGatewayAsync(context, cancellationToken, Grace);
        await using var door = new FrontDoor();
        door.Set(old, other);
        await door.UntilAsync(2, cancellationToken);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var clients = Enumerable.Range(0, Clients).Select(_ => new RolloutClient(door, GatewayStage.Call(tenant))).ToArray();
        var running = clients.Select(c => Task.Run(() => c.RunAsync(stop.Token), CancellationToken.None)).ToArray();
        for (var i = 0; i < Rollouts * 2; i++)
        {
            var fresh = await stage.AddGatewayAsync(context, cancellationToken, Grace);
            door.Set(old, other, fresh);
            await door.UntilAsync(3, cancellationToken);
            await old.Process.TerminateAsync(cancellationToken);
            door.Set(other, fresh);
            (old, other) = (other, fresh);
        }

        await stop.CancelAsync();
        await Task.WhenAll(running);
        var failed = clients.Sum(c => c.Failed);
        context.Report.Add(new Measurement { Name = "gateway.rollout_failed", Unit = "calls", Median = failed, Runs = clients.Sum(c => c.Sent) });
        context.Report.Note($"gateway.rollout_failed: {Rollouts} rolling restarts of 2 replicas under {Clients} clients" + (failed > 0 ? $"; first failure: {clients.Select(c => c.FirstFailure).First(f => f is not null)}" : ""));
    }
}

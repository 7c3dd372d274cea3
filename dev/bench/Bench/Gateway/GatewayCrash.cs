using System.Diagnostics;
using System.Net.Sockets;
using McpTenants.Bench.Load;
using McpTenants.Bench.Report;

namespace McpTenants.Bench.Gateway;

/// <summary>A replica dies without a word while it holds calls for a tenant that wakes.</summary>
internal static class GatewayCrash
{
    private const int Waiting = 100;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // Its own waiting calls, and those of the dead replica, whose clients try again.
    private static readonly string[] Room = ["--waiting-per-tenant", $"{3 * Waiting}"];

    /// <summary>What it measures.</summary>
    public static IReadOnlyList<string> Names { get; } = ["gateway.crash_hung", "gateway.crash_noticed_ms", "gateway.crash_failed"];

    /// <summary>Two replicas hold 100 calls each, one is killed, its clients come back to the other, then the pod starts.</summary>
    public static async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var pod = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stage = await GatewayStage.StartAsync(
            context,
            async (uid, endpoint) =>
            {
                await pod.Task.WaitAsync(cancellationToken);
                return await PodListener.StartAsync(uid, endpoint);
            },
            cancellationToken);
        var tenant = await BenchTenant.CreateAsync(stage.Plane.Api, "crash", cancellationToken);
        var dies = await stage.AddGatewayAsync(context, cancellationToken, Room);
        var lives = await stage.AddGatewayAsync(context, cancellationToken, Room);
        var lost = Call(dies, Waiting);
        var kept = Call(lives, Waiting);
        await UntilWaitingAsync(dies, Waiting);
        await UntilWaitingAsync(lives, Waiting);

        var start = Stopwatch.GetTimestamp();
        await dies.Process.KillAsync();
        Task all = Task.WhenAll(lost);
        await all.WaitAsync(Patience, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var noticed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var hung = lost.Count(t => !t.IsCompleted);
        if ((await Task.WhenAll(lost.Where(t => t.IsCompleted))).Contains("200"))
            throw new InvalidOperationException("a replica that was dead answered a call: this experiment measured nothing");

        var again = Call(lives, Waiting);
        await UntilWaitingAsync(lives, 2 * Waiting);
        pod.SetResult();
        var answers = await Task.WhenAll([.. kept, .. again]);
        var failures = answers.Where(a => a != "200").ToArray();
        context.Report.Add(new Measurement { Name = "gateway.crash_hung", Unit = "calls", Median = hung, Runs = Waiting });
        context.Report.Add(Measurement.Of("gateway.crash_noticed_ms", "ms", [noticed]));
        context.Report.Add(new Measurement { Name = "gateway.crash_failed", Unit = "calls", Median = failures.Length, Runs = answers.Length });
        context.Report.Note($"gateway.crash_*: of two replicas with {Waiting} waiting calls each one was killed; its clients saw a reset and called the other" + (failures.Length > 0 ? $"; first failure: {failures[0]}" : ""));

        Task<string>[] Call(GatewayProcess gateway, int count) => [.. Enumerable.Range(0, count).Select(_ => Task.Run(() => AnswerAsync(gateway, tenant, cancellationToken), cancellationToken))];

        async Task UntilWaitingAsync(GatewayProcess gateway, int count)
        {
            while (await gateway.WaitingAsync(cancellationToken) < count)
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }
    }

    private static async Task<string> AnswerAsync(GatewayProcess gateway, BenchTenant tenant, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = await HttpConnection.ConnectAsync(gateway.Endpoint, cancellationToken);
            var status = await connection.SendAsync(GatewayStage.Call(tenant), cancellationToken);
            return status == 200 ? "200" : $"status {status}: {connection.Body}";
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return e.Message;
        }
    }
}

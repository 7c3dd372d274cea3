using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using McpTenants.Bench.Load;
using McpTenants.Bench.Report;

namespace McpTenants.Bench.Gateway;

/// <summary>Many sleeping tenants are called in the same moment, as after the reboot of a node or at the full hour.</summary>
internal static class GatewayStorm
{
    private const int Tenants = 100;

    /// <summary>What it measures.</summary>
    public static IReadOnlyList<string> Names { get; } = ["gateway.storm_failed", "gateway.storm_answered_ms"];

    /// <summary>One call to each of 100 tenants, spread over two gateways; the pods themselves start at once.</summary>
    public static async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        await using var stage = await GatewayStage.StartAsync(context, PodListener.StartAsync, cancellationToken);
        var tenants = new List<BenchTenant>();
        for (var i = 0; i < Tenants; i++)
            tenants.Add(await BenchTenant.CreateAsync(stage.Plane.Api, $"storm-{i}", cancellationToken));
        await stage.AddGatewayAsync(context, cancellationToken);
        await stage.AddGatewayAsync(context, cancellationToken);

        var (times, failures) = (new ConcurrentBag<double>(), new ConcurrentBag<string>());
        await Task.WhenAll(tenants.Select((tenant, i) => Task.Run(
            async () =>
            {
                var start = Stopwatch.GetTimestamp();
                try
                {
                    using var connection = await HttpConnection.ConnectAsync(stage.Gateways[i % stage.Gateways.Count].Endpoint, cancellationToken);
                    var status = await connection.SendAsync(GatewayStage.Call(tenant), cancellationToken);
                    if (status != 200)
                        failures.Add($"status {status}: {connection.Body}");
                }
                catch (Exception e) when (e is IOException or SocketException)
                {
                    failures.Add(e.Message);
                }

                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            },
            cancellationToken)));

        context.Report.Add(new Measurement { Name = "gateway.storm_failed", Unit = "calls", Median = failures.Count, Runs = Tenants });
        context.Report.Add(Measurement.Of("gateway.storm_answered_ms", "ms", times));
        context.Report.Note($"gateway.storm_*: one call to each of {Tenants} sleeping tenants at once; controllers and pods share the machine" + (failures.TryPeek(out var first) ? $"; first failure: {first}" : ""));
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using McpTenants.Bench.Cluster;
using McpTenants.Bench.Gateway;
using McpTenants.Bench.Instance;
using McpTenants.Bench.Load;
using McpTenants.Bench.Operator;
using McpTenants.Bench.Report;

namespace McpTenants.Bench.ColdStart;

/// <summary>A call to a sleeping tenant on a whole cluster, beside a plain Deployment that goes from 0 to ready.</summary>
internal sealed class ColdStarts(FullCluster cluster, CancellationToken cancellationToken)
{
    private const string Tenant = "bench-cold";
    private const int Runs = 10;
    private static readonly string[] Phases = ["decide", "patch", "schedule", "ip", "listen", "first_byte"];

    // What passes in our code; scheduling, the pod's network and its container are the cluster's.
    private static readonly string[] Ours = ["decide", "patch", "first_byte"];

    /// <summary>What one run measures.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["coldstart.our_share_ms", "coldstart.total_ms", .. Phases.Select(p => $"coldstart.{p}_ms")];

    /// <summary>Measures on the full local cluster.</summary>
    public static async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        await using var cluster = await FullCluster.StartAsync(context, cancellationToken);
        await new ColdStarts(cluster, cancellationToken).MeasureAsync(context.Report, context.Say);
    }

    private async Task MeasureAsync(BenchReport report, Action<string> say)
    {
        var host = await ApplyTenantAsync();
        var plain = await PlainDeployment.CopyAsync(cluster.Api, $"mcpt-{Tenant}", cancellationToken);
        try
        {
            var gateway = await GatewayAddressAsync();
            var call = WithKey(host);
            var (totals, answers, readies) = (new List<double>(), new List<double>(), new List<double>());
            var phases = Phases.ToDictionary(p => p, _ => new List<double>(), StringComparer.Ordinal);
            var shares = new List<double>();
            for (var i = -1; i < Runs; i++)
            {
                await AsleepAsync();
                var (total, timing) = await ColdCallAsync(gateway, call);
                var (answer, ready) = await plain.StartAsync(cancellationToken);
                await plain.StopAsync(cancellationToken);
                say(string.Create(CultureInfo.InvariantCulture, $"  cold call {total:F0} ms, plain Deployment {answer:F0} ms to its first answer, {ready:F0} ms to ready"));
                // The first pair fills the page cache.
                if (i < 0)
                    continue;
                totals.Add(total);
                answers.Add(answer);
                readies.Add(ready);
                shares.Add(Ours.Sum(p => timing.GetValueOrDefault(p)));
                foreach (var phase in Phases)
                    phases[phase].Add(timing.GetValueOrDefault(phase));
            }

            report.Add(Measurement.Of("coldstart.our_share_ms", "ms", shares));
            report.Add(Measurement.Of("coldstart.total_ms", "ms", totals, readies));
            report.Add(Measurement.Of("coldstart.to_answer_ms", "ms", totals, answers));
            foreach (var phase in Phases)
                report.Add(Measurement.Of($"coldstart.{phase}_ms", "ms", phases[phase]));
            report.Note("coldstart.total_ms: client's view of a tools/list, TLS edge excluded; baseline: plain Deployment of the same pod from the scale write to readyReplicas 1 (to_answer_ms: to its first HTTP answer)");
        }
        finally
        {
            await plain.RemoveAsync();
            await cluster.Api.DeleteAsync($"{BenchTenant.Collection}/{Tenant}", CancellationToken.None);
        }
    }

    private async Task<string> ApplyTenantAsync()
    {
        var manifest = BenchTenant.Manifest(Tenant);
        manifest["spec"]!["scaling"] = new JsonObject { ["idleAfter"] = "30s" };
        manifest["spec"]!["deletion"] = new JsonObject { ["protection"] = false, ["export"] = "None" };
        await cluster.Api.CreateAsync(BenchTenant.Collection, manifest, cancellationToken);
        await using var ready = new ReadyWatch(cluster.Api);
        await ready.OfAsync(Tenant, TimeSpan.FromMinutes(2), cancellationToken);
        var tenant = await cluster.Api.GetAsync($"{BenchTenant.Collection}/{Tenant}", cancellationToken);
        return new Uri(tenant!["status"]!["url"]!.GetValue<string>()).Host;
    }

    private async Task<IPEndPoint> GatewayAddressAsync()
    {
        var service = await cluster.Api.GetAsync("/api/v1/namespaces/mcp-system/services/mcp-gateway", cancellationToken);
        var address = service?["spec"]?["clusterIP"]?.GetValue<string>() ?? throw new InvalidOperationException("the gateway has no Service");
        return new IPEndPoint(IPAddress.Parse(address), 80);
    }

    private static byte[] WithKey(string host) => InstanceProcess.ToolsList(host, ("Authorization", "Bearer " + BenchTenant.ApiKey));

    // The tenant falls asleep the ordinary way: 30 s idle, then the operator and both gateways agree.
    private async Task AsleepAsync()
    {
        var pods = $"/api/v1/namespaces/mcpt-{Tenant}/pods";
        var scale = $"/apis/apps/v1/namespaces/mcpt-{Tenant}/deployments/mcp-instance/scale";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while ((await cluster.Api.GetAsync(scale, limit.Token))!["spec"]?["replicas"]?.GetValue<int>() is > 0
            || (await cluster.Api.GetAsync(pods, limit.Token))!["items"]!.AsArray().Count > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, limit.Token);
        }
    }

    private async Task<(double Milliseconds, IReadOnlyDictionary<string, double> Timing)> ColdCallAsync(IPEndPoint gateway, byte[] call)
    {
        var start = Stopwatch.GetTimestamp();
        using var connection = await HttpConnection.ConnectAsync(gateway, cancellationToken);
        var status = await connection.SendAsync(call, cancellationToken);
        var total = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        if (status != 200)
            throw new InvalidOperationException($"the cold call answered {status}: {connection.Body}");
        var timing = ServerTiming.Parse(connection.Header("Server-Timing"));
        return timing.Count > 0 ? (total, timing) : throw new InvalidOperationException("the answer to a cold call has no Server-Timing header");
    }
}

using System.Diagnostics;
using System.Text.Json.Nodes;
using McpTenants.Bench.Cluster;
using McpTenants.Bench.Load;
using McpTenants.Bench.Report;

namespace McpTenants.Bench.Gateway;

/// <summary>Tenants that cannot start: how soon those who wait are told, and what.</summary>
internal static class GatewayTrouble
{
    private const int Waiting = 40;

    private static readonly (string Class, Func<ApiServer, BenchTenant, CancellationToken, Task> Happen)[] Troubles =
    [
        ("image_pull", (api, tenant, token) => TellAsync(api, tenant, Waits("ErrImagePull", 0), token)),
        ("crash_loop", (api, tenant, token) => TellAsync(api, tenant, Waits("CrashLoopBackOff", 2), token)),
        ("unschedulable", (api, tenant, token) => TellAsync(api, tenant, NoNode(), token)),
        ("quota_exceeded", UntilRefusedAsync),
    ];

    /// <summary>What it measures.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Troubles.Select(t => Name(t.Class))];

    /// <summary>40 calls wait at two gateways for each kind of trouble; time counts from the moment in which the API server knows.</summary>
    public static async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        await using var stage = await GatewayStage.StartAsync(context, (_, _) => Task.FromResult<IAsyncDisposable?>(null), cancellationToken);
        var tenants = new List<BenchTenant>();
        foreach (var (reason, _) in Troubles)
            tenants.Add(await BenchTenant.CreateAsync(stage.Plane.Api, reason.Replace('_', '-'), cancellationToken));
        await ForbidPodsAsync(stage.Plane.Api, tenants[^1], cancellationToken);
        await stage.AddGatewayAsync(context, cancellationToken);
        await stage.AddGatewayAsync(context, cancellationToken);
        foreach (var (tenant, (reason, happen)) in tenants.Zip(Troubles))
        {
            var calls = Enumerable.Range(0, Waiting)
                .Select(i => Task.Run(() => TimeOfRefusalAsync(stage.Gateways[i % stage.Gateways.Count], tenant, reason, cancellationToken), cancellationToken))
                .ToArray();
            await happen(stage.Plane.Api, tenant, cancellationToken);
            var known = Stopwatch.GetTimestamp();
            var told = await Task.WhenAll(calls);
            context.Report.Add(Measurement.Of(Name(reason), "ms", [.. told.Select(t => Math.Max(0, Stopwatch.GetElapsedTime(known, t).TotalMilliseconds))]));
        }

        context.Report.Note($"gateway.told_ms.*: {Waiting} calls waited at two gateways; each got 503, the reason and Retry-After (anything else ends the experiment)");
    }

    private static string Name(string reason) => $"gateway.told_ms.{reason}";

    private static async Task<long> TimeOfRefusalAsync(GatewayProcess gateway, BenchTenant tenant, string reason, CancellationToken cancellationToken)
    {
        using var connection = await HttpConnection.ConnectAsync(gateway.Endpoint, cancellationToken);
        var status = await connection.SendAsync(GatewayStage.Call(tenant), cancellationToken);
        var told = Stopwatch.GetTimestamp();
        return status == 503 && connection.Header("Retry-After") is not null && connection.Body.Contains($"\"wake_{reason}\"", StringComparison.Ordinal)
            ? told
            : throw new InvalidOperationException($"{reason} was told as {status}: {connection.Body}");
    }

    /// <summary>Waits for the tenant's pod and writes what a kubelet or scheduler would.</summary>
    private static async Task TellAsync(ApiServer api, BenchTenant tenant, JsonObject status, CancellationToken cancellationToken)
    {
        var pods = $"/api/v1/namespaces/{tenant.Namespace}/pods";
        while (true)
        {
            var list = await api.GetAsync(pods, cancellationToken);
            if (list?["items"]!.AsArray() is [{ } pod, ..])
            {
                await api.PatchAsync($"{pods}/{pod["metadata"]!["name"]}/status", ApiServer.MergePatch, new JsonObject { ["status"] = status }, cancellationToken);
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
        }
    }

    private static async Task UntilRefusedAsync(ApiServer api, BenchTenant tenant, CancellationToken cancellationToken)
    {
        while (true)
        {
            var deployment = await api.GetAsync($"/apis/apps/v1/namespaces/{tenant.Namespace}/deployments/mcp-instance", cancellationToken);
            if (deployment?["status"]?["conditions"]?.AsArray().Any(c => (string?)c!["type"] == "ReplicaFailure") == true)
                return;
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, cancellationToken);
        }
    }

    private static async Task ForbidPodsAsync(ApiServer api, BenchTenant tenant, CancellationToken cancellationToken)
    {
        var quotas = $"/api/v1/namespaces/{tenant.Namespace}/resourcequotas";
        var quota = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "none" }, ["spec"] = new JsonObject { ["hard"] = new JsonObject { ["pods"] = "0" } } };
        await api.CreateAsync(quotas, quota, cancellationToken);
        // Admission enforces what the quota controller has taken up.
        while ((await api.GetAsync($"{quotas}/none", cancellationToken))?["status"]?["hard"] is null)
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancellationToken);
    }

    private static JsonObject Waits(string reason, int restarts) => new()
    {
        ["phase"] = "Pending",
        ["containerStatuses"] = new JsonArray(new JsonObject
        {
            ["name"] = "mcp-instance",
            ["image"] = "mcptenants.dev/mcp-instance:dev",
            ["imageID"] = "",
            ["ready"] = false,
            ["restartCount"] = restarts,
            ["state"] = new JsonObject { ["waiting"] = new JsonObject { ["reason"] = reason, ["message"] = "as a kubelet says it" } },
        }),
    };

    private static JsonObject NoNode() => new()
    {
        ["phase"] = "Pending",
        ["conditions"] = new JsonArray(new JsonObject { ["type"] = "PodScheduled", ["status"] = "False", ["reason"] = "Unschedulable", ["message"] = "0/1 nodes are available" }),
    };
}

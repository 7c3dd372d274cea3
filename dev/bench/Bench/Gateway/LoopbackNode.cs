using System.Net;
using System.Text.Json.Nodes;
using McpTenants.Bench.Cluster;

namespace McpTenants.Bench.Gateway;

/// <summary>
/// The kubelet of these benchmarks: every instance pod gets a loopback address of its own and a real listener there, and is
/// reported as running; when the pod is deleted the listener closes. So the gateway meets real pods, watches, addresses and refused
/// connections, without the seconds that a real node would add and this suite does not want to measure.
/// </summary>
internal sealed class LoopbackNode : IAsyncDisposable
{
    private readonly ApiServer _api;
    private readonly int _port;
    private readonly Func<string, IPEndPoint, Task<IAsyncDisposable?>> _run;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, (string TenantUid, IPAddress Address, IAsyncDisposable Listener)> _pods = [];
    private readonly Task _loop;
    private int _addresses;

    /// <summary>Starts to run pods.</summary>
    /// <param name="api">The API server.</param>
    /// <param name="port">The port that pods listen on.</param>
    /// <param name="run">Starts what listens for a tenant (its UID) at an address; null: this node leaves the pod to the experiment.</param>
    public LoopbackNode(ApiServer api, int port, Func<string, IPEndPoint, Task<IAsyncDisposable?>> run)
    {
        (_api, _port, _run) = (api, port, run);
        _loop = Task.Run(FollowAsync);
    }

    /// <summary>Where the given tenant's pod listens; null while it has none.</summary>
    public IPEndPoint? EndpointOf(string tenantUid)
    {
        lock (_pods)
            return _pods.Values.FirstOrDefault(p => p.TenantUid == tenantUid) is { Address: { } address } ? new IPEndPoint(address, _port) : null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var (_, _, listener) in _pods.Values)
            await listener.DisposeAsync();
        _stop.Dispose();
    }

    private async Task FollowAsync()
    {
        try
        {
            await FollowPodsAsync();
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            // Without this all that could be seen is tenants that never start.
            await Console.Error.WriteLineAsync($"the node of this benchmark broke: {e}");
        }
    }

    private async Task FollowPodsAsync()
    {
        await foreach (var (type, pod) in _api.WatchAsync("/api/v1/pods", _stop.Token))
        {
            if (pod["metadata"]!["labels"]?["mcptenants.dev/tenant-uid"]?.GetValue<string>() is not { } tenantUid)
                continue;
            if (type == "ADDED")
                await StartAsync(tenantUid, pod);
            else if (type == "DELETED")
                await EndAsync(pod["metadata"]!["uid"]!.GetValue<string>());
        }
    }

    private async Task StartAsync(string tenantUid, JsonObject pod)
    {
        var metadata = pod["metadata"]!;
        // A new address for every pod: one that is reused could let a request to a dead pod succeed. Another run beside us has its own net.
        var number = ++_addresses;
        var address = IPAddress.Parse($"127.{1 + (Environment.ProcessId % 250)}.{number / 250}.{(number % 250) + 1}");
        if (await _run(tenantUid, new IPEndPoint(address, _port)) is not { } listener)
            return;
        lock (_pods)
            _pods[metadata["uid"]!.GetValue<string>()] = (tenantUid, address, listener);
        var path = $"/api/v1/namespaces/{metadata["namespace"]!.GetValue<string>()}/pods/{metadata["name"]!.GetValue<string>()}/status";
        var status = new JsonObject
        {
            ["phase"] = "Running",
            ["podIP"] = $"{address}",
            ["podIPs"] = new JsonArray(new JsonObject { ["ip"] = $"{address}" }),
            ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = "True" }),
        };
        await _api.PatchAsync(path, ApiServer.MergePatch, new JsonObject { ["status"] = status }, _stop.Token);
    }

    private async Task EndAsync(string podUid)
    {
        IAsyncDisposable? listener;
        lock (_pods)
        {
            listener = _pods.TryGetValue(podUid, out var pod) ? pod.Listener : null;
            _pods.Remove(podUid);
        }

        if (listener is not null)
            await listener.DisposeAsync();
    }
}

using System.Net;
using System.Text.Json.Nodes;
using McpTenants.Bench.Cluster;
using McpTenants.Bench.Load;

namespace McpTenants.Bench.Gateway;

/// <summary>A real API server, real gateways, and pods on loopback addresses.</summary>
internal sealed class GatewayStage : IAsyncDisposable
{
    private const int InstancePort = 18080;
    private readonly List<GatewayProcess> _gateways = [];

    private GatewayStage(ControlPlane plane, LoopbackNode node) => (Plane, Node) = (plane, node);

    /// <summary>The API server.</summary>
    public ControlPlane Plane { get; }

    /// <summary>Runs the pods.</summary>
    public LoopbackNode Node { get; }

    /// <summary>The replicas.</summary>
    public IReadOnlyList<GatewayProcess> Gateways => _gateways;

    /// <summary>Starts everything but the gateways.</summary>
    public static async Task<GatewayStage> StartAsync(BenchContext context, Func<string, IPEndPoint, Task<IAsyncDisposable?>> pod, CancellationToken cancellationToken)
    {
        if (!File.Exists(context.Program("gateway", "mcp-gateway")))
            throw new NotMeasurableException("mcp-gateway is not published");
        var plane = await ControlPlane.StartAsync(context, cancellationToken);
        return new GatewayStage(plane, new LoopbackNode(plane.Api, InstancePort, pod));
    }

    /// <summary>Starts one more replica.</summary>
    public async Task<GatewayProcess> AddGatewayAsync(BenchContext context, CancellationToken cancellationToken, params IEnumerable<string> more)
    {
        var gateway = await GatewayProcess.StartAsync(context, Plane.Kubeconfig, InstancePort, cancellationToken, more);
        _gateways.Add(gateway);
        return gateway;
    }

    /// <summary>A call as a client of the tenant sends it.</summary>
    public static byte[] Call(BenchTenant tenant) => HttpRequestBytes.Post(
        tenant.Host,
        "/mcp",
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"text":"hello"}}}""",
        ("Authorization", "Bearer " + BenchTenant.ApiKey));

    /// <summary>Puts a tenant to sleep by the protocol of the operator's sleep controller.</summary>
    /// <returns>False when a gateway was busy with it or another writer came first.</returns>
    public async Task<bool> SleepAsync(BenchTenant tenant, CancellationToken cancellationToken)
    {
        var scale = await Plane.Api.GetAsync(tenant.ScalePath, cancellationToken) ?? throw new InvalidOperationException($"{tenant.Name} has no scale.");
        var acks = await Task.WhenAll(_gateways.Select(g => g.SleepStepAsync(tenant.Uid, "drain", cancellationToken)));
        var slept = acks.All(ack => ack) && await ScaleToZeroAsync(tenant, scale, cancellationToken);
        await Task.WhenAll(_gateways.Select(g => g.SleepStepAsync(tenant.Uid, slept ? "asleep" : "abort", cancellationToken)));
        return slept;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var gateway in _gateways)
            await gateway.DisposeAsync();
        await Node.DisposeAsync();
        await Plane.DisposeAsync();
    }

    private async Task<bool> ScaleToZeroAsync(BenchTenant tenant, JsonObject seen, CancellationToken cancellationToken)
    {
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = seen["metadata"]!["resourceVersion"]!.GetValue<string>() },
            ["spec"] = new JsonObject { ["replicas"] = 0 },
        };
        try
        {
            await Plane.Api.PatchAsync($"{tenant.ScalePath}?fieldManager=mcp-sleep", ApiServer.MergePatch, patch, cancellationToken);
            return true;
        }
        catch (HttpRequestException e) when (e.StatusCode == HttpStatusCode.Conflict)
        {
            return false;
        }
    }
}

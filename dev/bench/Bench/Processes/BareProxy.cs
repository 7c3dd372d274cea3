using System.Net;

namespace McpTenants.Bench.Processes;

/// <summary>What stands in the middle and does nothing else: the floor of what a gateway can add on this machine.</summary>
internal sealed class BareProxy : IAsyncDisposable
{
    private readonly ServerProcess _process;

    private BareProxy(ServerProcess process, IPEndPoint endpoint) => (_process, Endpoint) = (process, endpoint);

    /// <summary>Where it listens.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Starts one and waits until a call gets through.</summary>
    /// <param name="context">Where the published program is.</param>
    /// <param name="mode"><c>bytes</c>: copies bytes between sockets. <c>engine</c>: the gateway's engine without the gateway.</param>
    /// <param name="target">Where everything goes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<BareProxy> StartAsync(BenchContext context, string mode, IPEndPoint target, CancellationToken cancellationToken)
    {
        var endpoint = FreePort.Next();
        var process = ServerProcess.Start(context.Program("bare-proxy", "bare-proxy"), [mode, $"{endpoint}", $"{target}"], RuntimeEnvironment.Variables, context.LogFile("bare-proxy"));
        var proxy = new BareProxy(process, endpoint);
        try
        {
            await process.FirstAnswerAsync(endpoint, EmptyApp.Call, cancellationToken);
            return proxy;
        }
        catch
        {
            await proxy.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}

using System.Net;

namespace McpTenants.Bench.Gateway;

/// <summary>
/// What stands in front of the replicas in a cluster: new connections go to those that said in the last 200 ms that they are ready.
/// Connections that are open stay where they are, as with kube-proxy.
/// </summary>
internal sealed class FrontDoor : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;
    private volatile GatewayProcess[] _replicas = [];
    private volatile IPEndPoint[] _ready = [];
    private int _next;

    /// <summary>Starts to ask the replicas.</summary>
    public FrontDoor() => _loop = Task.Run(AskAsync);

    /// <summary>The replicas that exist.</summary>
    public void Set(params GatewayProcess[] replicas) => _replicas = replicas;

    /// <summary>Where the next connection goes, in turn; null while no replica is ready.</summary>
    public IPEndPoint? Next()
    {
        var ready = _ready;
        return ready.Length == 0 ? null : ready[(uint)Interlocked.Increment(ref _next) % ready.Length];
    }

    /// <summary>Waits until this many replicas get connections.</summary>
    public async Task UntilAsync(int replicas, CancellationToken cancellationToken)
    {
        while (_ready.Length != replicas)
            await Task.Delay(Period, TimeProvider.System, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AskAsync()
    {
        while (true)
        {
            var replicas = _replicas;
            var answers = await Task.WhenAll(replicas.Select(r => r.IsReadyAsync(_stop.Token)));
            _ready = [.. replicas.Where((_, i) => answers[i]).Select(r => r.Endpoint)];
            await Task.Delay(Period, TimeProvider.System, _stop.Token);
        }
    }
}

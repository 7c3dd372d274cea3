using System.Globalization;
using System.Net;
using System.Net.Sockets;
using McpTenants.Gateway.Lifecycle;

namespace McpTenants.Gateway.Forwarding;

/// <summary>The connections to one pod of one tenant. Never shared between tenants or pods, and closed with the pod.</summary>
internal sealed class InstanceChannel : IDisposable
{
    private readonly InstanceDialer _dialer;
    private readonly string _tenantUid;
    private readonly CancellationTokenSource _closed = new();
    private Stream? _probed;

    /// <param name="dialer">Opens further connections.</param>
    /// <param name="tenantUid">Whom every connection must belong to.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="probed">The connection over which the pod was found ready, if the caller has it; used first.</param>
    public InstanceChannel(InstanceDialer dialer, string tenantUid, InstancePod pod, Stream? probed)
    {
        _dialer = dialer;
        _tenantUid = tenantUid;
        _probed = probed;
        Pod = pod;
        var host = pod.Address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{pod.Address}]" : pod.Address.ToString();
        Prefix = string.Create(CultureInfo.InvariantCulture, $"http://{host}:{dialer.Port}");
        Invoker = new HttpMessageInvoker(new UndividedCalls(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            // The caller's trace headers pass as they are; we start no span of our own.
            ActivityHeadersPropagator = null,
            // Shorter than any sleep cycle, so an idle pod loses its connections before it loses its address.
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20),
            ConnectCallback = (_, ct) => ConnectAsync(ct),
        }));
    }

    public InstancePod Pod { get; }

    public string Prefix { get; }

    public HttpMessageInvoker Invoker { get; }

    /// <summary>Closes idle connections now and busy ones when their exchange has ended; connections that are opening are given up.</summary>
    public void Dispose()
    {
        // Asynchronously: whoever closes holds a lock that a freed request may want.
        _ = _closed.CancelAsync();
        Interlocked.Exchange(ref _probed, null)?.Dispose();
        Invoker.Dispose();
    }

    private async ValueTask<Stream> ConnectAsync(CancellationToken ct)
    {
        if (Interlocked.Exchange(ref _probed, null) is { } probed)
            return probed;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, _closed.Token);
        try
        {
            return await _dialer.ConnectAsync(Pod, _tenantUid, mustBeReady: false, either.Token);
        }
        catch (OperationCanceledException e) when (_closed.IsCancellationRequested)
        {
            // Not a cancellation of the call's own: nothing was sent, and it has to wait for the next pod.
            throw new InstanceUnreachableException("the pod was given up while the connection opened", e);
        }
    }
}

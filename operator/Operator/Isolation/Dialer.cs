using System.Net;
using System.Net.Sockets;

namespace McpTenants.Operator.Isolation;

/// <summary>Opens TCP connections and sends nothing.</summary>
internal sealed class Dialer(IsolationOptions options, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Whether somebody answers there.</summary>
    public async Task<bool> AnswersAsync(string address, int port, CancellationToken cancellationToken)
    {
        using var socket = await ConnectAsync(address, port, cancellationToken);
        return socket is not null;
    }

    /// <summary>Tries until somebody answers. Filters of some clusters take a moment to know a new pod.</summary>
    /// <returns>The connection; null when nobody did.</returns>
    public async Task<Socket?> OpenAsync(string address, int port, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            if (await ConnectAsync(address, port, cancellationToken) is { } socket)
                return socket;
            if (time.GetElapsedTime(start) >= options.Settle)
                return null;
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>Tries until nobody answers.</summary>
    /// <returns>Whether somebody did to the last.</returns>
    public async Task<bool> StaysOpenAsync(string address, int port, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (await AnswersAsync(address, port, cancellationToken))
        {
            if (time.GetElapsedTime(start) >= options.Settle)
                return true;
            await Task.Delay(Pause, time, cancellationToken);
        }

        return false;
    }

    private async Task<Socket?> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        if (!IPAddress.TryParse(host, out var address))
            return null;
        using var limit = new CancellationTokenSource(options.DialTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, port), either.Token);
            return socket;
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            socket.Dispose();
            return null;
        }
    }
}

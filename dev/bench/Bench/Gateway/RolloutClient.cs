using System.Net.Sockets;
using McpTenants.Bench.Load;

namespace McpTenants.Bench.Gateway;

/// <summary>Calls without a break over one connection, and opens another when the server asks for it, as any HTTP client does; never repeats a call.</summary>
internal sealed class RolloutClient(FrontDoor door, ReadOnlyMemory<byte> call)
{
    /// <summary>Calls that were sent.</summary>
    public long Sent { get; private set; }

    /// <summary>Calls without a good answer.</summary>
    public long Failed { get; private set; }

    /// <summary>What the first of them got.</summary>
    public string? FirstFailure { get; private set; }

    /// <summary>Calls until told to stop; a call that is under way then is finished.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        HttpConnection? connection = null;
        while (!stop.IsCancellationRequested)
        {
            Sent++;
            try
            {
                connection ??= await HttpConnection.ConnectAsync(door.Next() ?? throw new IOException("no replica is ready"), CancellationToken.None);
                var status = await connection.SendAsync(call, CancellationToken.None);
                if (status != 200)
                    Fail($"status {status}: {connection.Body}");
                if (connection.Header("Connection") is { } header && header.Contains("close", StringComparison.OrdinalIgnoreCase))
                    Drop(ref connection);
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                Fail(e.Message);
                Drop(ref connection);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        connection?.Dispose();
    }

    private static void Drop(ref HttpConnection? connection)
    {
        connection?.Dispose();
        connection = null;
    }

    private void Fail(string reason)
    {
        Failed++;
        FirstFailure ??= reason;
    }
}

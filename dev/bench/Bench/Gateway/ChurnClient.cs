using System.Net;
using System.Net.Sockets;
using McpTenants.Bench.Load;

namespace McpTenants.Bench.Gateway;

/// <summary>Calls a tenant with short pauses, so that there are moments in which it can be put to sleep, and counts what fails.</summary>
internal sealed class ChurnClient(IPEndPoint gateway, ReadOnlyMemory<byte> call, int number)
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
        // Different pauses per client, all primes: the calls never fall into step.
        var pause = TimeSpan.FromMilliseconds(new[] { 7, 13, 23, 37 }[number % 4]);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                Sent++;
                connection ??= await HttpConnection.ConnectAsync(gateway, CancellationToken.None);
                var status = await connection.SendAsync(call, CancellationToken.None);
                if (status != 200)
                    Fail($"status {status}: {connection.Body}");
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                Fail(e.Message);
                connection?.Dispose();
                connection = null;
            }

            await Task.Delay(pause, TimeProvider.System, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        connection?.Dispose();
    }

    private void Fail(string reason)
    {
        Failed++;
        FirstFailure ??= reason;
    }
}

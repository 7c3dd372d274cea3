using McpTenants.Gateway.Forwarding;

namespace McpTenants.Gateway.Lifecycle;

/// <summary>
/// Finds the moment a starting pod answers. Attempts start on their own clock and overlap, so a slow round trip does not stretch the rhythm
/// (knative/serving#14202), and kubelet's one-second readiness period is not waited for.
/// </summary>
internal static class InstanceProbe
{
    /// <summary>The connection over which the pod first said that it is ready; whoever gets it owns it, cancelled or not.</summary>
    /// <param name="connect">One attempt.</param>
    /// <param name="interval">Pause between the beginnings of two attempts.</param>
    /// <param name="time">The clock of the attempts.</param>
    /// <param name="ct">Stops looking.</param>
    public static async Task<Stream> UntilReadyAsync(Func<CancellationToken, Task<Stream>> connect, TimeSpan interval, TimeProvider time, CancellationToken ct)
    {
        var found = new TaskCompletionSource<Stream>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            do
            {
                _ = AttemptAsync(stop.Token);
                var tick = timer.WaitForNextTickAsync(ct).AsTask();
                await Task.WhenAny(tick, found.Task);
                if (found.Task.IsCompletedSuccessfully)
                    return await found.Task;
                await tick;
            }
            while (true);
        }
        catch (OperationCanceledException)
        {
            // A connection that is found after we stopped looking belongs to nobody.
            if (!found.TrySetCanceled(ct))
                await (await found.Task).DisposeAsync();
            throw;
        }
        finally
        {
            await stop.CancelAsync();
        }

        async Task AttemptAsync(CancellationToken attempt)
        {
            try
            {
                var stream = await connect(attempt);
                if (!found.TrySetResult(stream))
                    await stream.DisposeAsync();
            }
            catch (Exception e) when (e is InstanceUnreachableException or OperationCanceledException)
            {
                // The next attempt is already on its way.
            }
        }
    }
}

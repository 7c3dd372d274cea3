using McpTenants.Gateway.Forwarding;

namespace McpTenants.Gateway.Lifecycle;

/// <summary>
/// Finds the moment a starting pod answers. Attempts start on their own clock and overlap, so a slow round trip does not stretch the rhythm
/// (knative/serving#14202), and kubelet's one-second readiness period is not waited for.
/// </summary>
internal static class InstanceProbe
{
    // A process that is just starting answers its first handshake after tens of milliseconds of its processor's time; more of them at once only make each
    // of them later. This many beginnings are left out once somebody listens; an attempt that hangs for longer is no reason to wait on.
    private const int Patience = 20;

    /// <summary>The connection over which the pod first said that it is ready; whoever gets it owns it, cancelled or not.</summary>
    /// <param name="connect">One attempt; calls the action when somebody listens at the address.</param>
    /// <param name="interval">Pause between the beginnings of two attempts.</param>
    /// <param name="time">The clock of the attempts.</param>
    /// <param name="ct">Stops looking.</param>
    public static async Task<Stream> UntilReadyAsync(Func<Action, CancellationToken, Task<Stream>> connect, TimeSpan interval, TimeProvider time, CancellationToken ct)
    {
        var found = new TaskCompletionSource<Stream>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var timer = new PeriodicTimer(interval, time);
        var listening = 0;
        var leftOut = 0;
        try
        {
            do
            {
                if (Volatile.Read(ref listening) == 0 || ++leftOut > Patience)
                {
                    leftOut = 0;
                    _ = AttemptAsync(stop.Token);
                }

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
            var reached = 0;
            try
            {
                var stream = await connect(Reached, attempt);
                if (!found.TrySetResult(stream))
                    await stream.DisposeAsync();
            }
            catch (Exception e) when (e is InstanceUnreachableException or OperationCanceledException)
            {
                // The next attempt is already on its way.
            }
            finally
            {
                Interlocked.Add(ref listening, -reached);
            }

            void Reached()
            {
                reached = 1;
                Interlocked.Increment(ref listening);
            }
        }
    }
}

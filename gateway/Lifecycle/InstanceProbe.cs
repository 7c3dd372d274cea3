using System.Net;
using McpTenants.Gateway.Forwarding;

namespace McpTenants.Gateway.Lifecycle;

/// <summary>
/// Finds the moment a starting pod answers. Attempts start on their own clock and overlap, so a slow round trip does not stretch the rhythm
/// (knative/serving#14202), and kubelet's one-second readiness period is not waited for.
/// </summary>
internal static class InstanceProbe
{
    /// <summary>The connection over which the pod first said that it is ready.</summary>
    public static async Task<Stream> UntilReadyAsync(InstanceDialer dialer, IPAddress address, string tenantUid, TimeSpan interval, TimeProvider time, CancellationToken ct)
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
        finally
        {
            await stop.CancelAsync();
            // A connection that wins after we stopped looking belongs to nobody.
            if (!found.TrySetCanceled(ct) && ct.IsCancellationRequested && found.Task.IsCompletedSuccessfully)
                await (await found.Task).DisposeAsync();
        }

        async Task AttemptAsync(CancellationToken attempt)
        {
            try
            {
                var stream = await dialer.ConnectAsync(address, tenantUid, mustBeReady: true, attempt);
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

namespace McpTenants.Instance.Probing;

/// <summary>Tries everything. What must work comes first: only a pod that has a network proves anything by not getting through.</summary>
internal sealed class ProbeRun(ProbeRequest request, string resolvConf, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Runs to the end; never longer than the sum of its bounds.</summary>
    public async Task<ProbeReport> RunAsync(ProbeListener listener, CancellationToken ct)
    {
        var open = await Task.WhenAll(request.Targets.Where(t => t.Open).Select(t => TryAsync(t, ct))).ConfigureAwait(false);
        var closed = await Task.WhenAll(request.Targets.Where(t => !t.Open).Select(t => TryAsync(t, ct))).ConfigureAwait(false);
        await Task.WhenAny(listener.Released, Task.Delay(TimeSpan.FromSeconds(request.HoldSeconds), time, ct)).ConfigureAwait(false);
        return new ProbeReport([.. open, .. closed], listener.Accepted);
    }

    private async Task<ProbeResult> TryAsync(ProbeTarget target, CancellationToken ct)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var open = await Attempt.AnswersAsync(target, TimeSpan.FromSeconds(request.TimeoutSeconds), resolvConf, ct).ConfigureAwait(false);
            var elapsed = time.GetElapsedTime(start);
            if (open == target.Open || elapsed >= TimeSpan.FromSeconds(request.SettleSeconds))
                return new ProbeResult(target.Name, open, (long)elapsed.TotalMilliseconds);
            await Task.Delay(Pause, time, ct).ConfigureAwait(false);
        }
    }
}

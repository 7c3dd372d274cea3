namespace McpTenants.Instance.Sidecars;

/// <summary>
/// The link that calls use, or the wait for the next one. A server that restarts is waited for; one that has been away for longer than that fails calls at
/// once, so that they do not pile up.
/// </summary>
internal sealed class CurrentLink(TimeProvider time)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Guards the fields below; never held while waiting.
    private readonly Lock gate = new();
    private SidecarLink? link;
    private TaskCompletionSource<SidecarLink> next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long lost = time.GetTimestamp();

    /// <exception cref="SidecarException">There is none.</exception>
    public async Task<SidecarLink> GetAsync(CancellationToken cancellationToken)
    {
        Task<SidecarLink> coming;
        TimeSpan patience;
        lock (gate)
        {
            if (link is not null)
                return link;
            (coming, patience) = (next.Task, Patience - time.GetElapsedTime(lost));
        }
        if (patience <= TimeSpan.Zero)
            throw NotThere();
        try
        {
            return await coming.WaitAsync(patience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw NotThere(e);
        }
    }

    public void Set(SidecarLink found)
    {
        lock (gate)
        {
            link = found;
            next.TrySetResult(found);
        }
    }

    /// <summary>Calls from now on wait for another one, or for this one to be found again.</summary>
    public void Lose(SidecarLink gone)
    {
        lock (gate)
        {
            if (!ReferenceEquals(link, gone))
                return;
            (link, lost) = (null, time.GetTimestamp());
            next = new TaskCompletionSource<SidecarLink>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private static SidecarException NotThere(Exception? inner = null) => new("is not available at the moment; try again later.", inner);
}

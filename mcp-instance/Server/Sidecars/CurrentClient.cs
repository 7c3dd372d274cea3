using ModelContextProtocol.Client;

namespace McpTenants.Instance.Sidecars;

/// <summary>
/// The client that calls use, or the wait for the next one. A server that restarts is waited for; one that has been away for longer than that fails calls at
/// once, so that they do not pile up.
/// </summary>
internal sealed class CurrentClient(TimeProvider time)
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Guards the fields below; never held while waiting.
    private readonly Lock gate = new();
    private McpClient? client;
    private TaskCompletionSource<McpClient> next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long lost = time.GetTimestamp();

    /// <exception cref="SidecarException">There is none.</exception>
    public async Task<McpClient> GetAsync(CancellationToken cancellationToken)
    {
        Task<McpClient> coming;
        TimeSpan patience;
        lock (gate)
        {
            if (client is not null)
                return client;
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

    public void Set(McpClient found)
    {
        lock (gate)
        {
            client = found;
            next.TrySetResult(found);
        }
    }

    /// <summary>Calls from now on wait for another one, or for this one to be found again.</summary>
    public void Lose(McpClient gone)
    {
        lock (gate)
        {
            if (!ReferenceEquals(client, gone))
                return;
            (client, lost) = (null, time.GetTimestamp());
            next = new TaskCompletionSource<McpClient>(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private static SidecarException NotThere(Exception? inner = null) => new("The server of this tool is not available at the moment; try again later.", inner);
}

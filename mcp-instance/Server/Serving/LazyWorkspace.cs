using McpTenants.Instance.Workspace;

namespace McpTenants.Instance.Serving;

/// <summary>Opens the workspace once, beside the start of the web server; readiness and tools wait for it, lists and metadata do not.</summary>
internal sealed class LazyWorkspace(string file, TimeProvider time) : IAsyncDisposable
{
    private readonly Lazy<Task<WorkspaceDatabase>> database = new(() => Task.Run(() => new WorkspaceDatabase(file)));

    /// <summary>How much may be kept; follows the configuration.</summary>
    public StoragePolicy Policy { get; set; } = new();

    /// <summary>Begins to open it, without waiting. A failure is told to whoever waits.</summary>
    public void Begin() => _ = database.Value;

    public async Task<DocumentStore> GetAsync(CancellationToken cancellationToken) =>
        new(await database.Value.WaitAsync(cancellationToken).ConfigureAwait(false), time, Policy);

    /// <summary>Waits for an opening that is under way: files that appear behind a server that is gone would be nobody's.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!database.IsValueCreated)
            return;
        await ((Task)database.Value).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (database.Value.IsCompletedSuccessfully)
            (await database.Value.ConfigureAwait(false)).Dispose();
    }
}

using McpTenants.Instance.Workspace;

namespace McpTenants.Instance.Serving;

/// <summary>Opens the workspace once, beside the start of the web server; readiness and tools wait for it, lists and metadata do not.</summary>
internal sealed class LazyWorkspace(string file, TimeProvider time) : IDisposable
{
    private readonly Lazy<Task<WorkspaceDatabase>> database = new(() => Task.Run(() => new WorkspaceDatabase(file)));

    /// <summary>How much may be kept; follows the configuration.</summary>
    public StoragePolicy Policy { get; set; } = new();

    public async Task<DocumentStore> GetAsync(CancellationToken cancellationToken) =>
        new(await database.Value.WaitAsync(cancellationToken).ConfigureAwait(false), time, Policy);

    public void Dispose()
    {
        // A database that never opened, or not yet, has nothing to close.
        if (database is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
#pragma warning disable RS0030 // The task has completed.
            database.Value.Result.Dispose();
#pragma warning restore RS0030
    }
}

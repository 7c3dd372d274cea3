using System.Collections.Concurrent;
using McpTenants.Audit.Storage;
using Microsoft.Data.Sqlite;

namespace McpTenants.Instance.Workspace;

/// <summary>
/// The SQLite file of one tenant. One writer at a time, readers beside it (WAL). A commit returns after the log is on disk (synchronous FULL), so
/// an answer that was sent is an answer that survives the process, and the machine if its disk tells the truth.
/// </summary>
internal sealed class WorkspaceDatabase : IDisposable
{
    private const int Full = 13; // SQLITE_FULL
    private readonly string connectionString;
    private readonly ConcurrentBag<SqliteConnection> readers = [];
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly SqliteConnection writer;

    static WorkspaceDatabase() => SQLitePCL.Batteries_V2.Init();

    public WorkspaceDatabase(string file)
    {
        // Pooling is our own: the provider's would keep files open after disposal.
        connectionString = new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 10 }.ToString();
        writer = Open();
        WorkspaceSchema.Migrate(writer);
        // The names of database and log have to survive the power as well as their content does.
        DurableFolder.Sync(Path.GetDirectoryName(Path.GetFullPath(file))!);
    }

    public async Task<T> ReadAsync<T>(Func<SqliteConnection, T> query, CancellationToken cancellationToken)
    {
        // SQLite has no asynchronous calls; leaving the request's thread keeps slow disks away from Kestrel.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        cancellationToken.ThrowIfCancellationRequested();
        if (!readers.TryTake(out var connection))
            connection = Open();
        try
        {
            return query(connection);
        }
        finally
        {
            readers.Add(connection);
        }
    }

    public async Task<T> WriteAsync<T>(Func<SqliteConnection, SqliteTransaction, T> change, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            using var transaction = writer.BeginTransaction(deferred: false);
            var result = change(writer, transaction);
            transaction.Commit();
            return result;
        }
        catch (SqliteException e) when (e.SqliteErrorCode is Full)
        {
            throw new WorkspaceFullException("The volume of this workspace is full. Nothing was stored.", e);
        }
        finally
        {
            writing.Release();
        }
    }

    public void Dispose()
    {
        foreach (var reader in readers)
            reader.Dispose();
        writer.Dispose(); // The last connection checkpoints the log, which leaves one plain file for an export.
        writing.Dispose();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF; PRAGMA journal_size_limit=16777216;";
        command.ExecuteNonQuery();
        return connection;
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using McpTenants.Instance.Tools;
using McpTenants.Instance.Workspace;
using Microsoft.Data.Sqlite;

namespace McpTenants.Instance.Export;

/// <summary>
/// The workspace as it is on a volume that is mounted read-only while no server runs. After a clean stop the database is one plain file, which is read in
/// place; after a kill it has a log beside it, and since SQLite cannot recover that on a read-only volume, both are copied to the temporary folder first.
/// </summary>
internal sealed class WorkspaceSnapshot : IDisposable
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SqliteConnection? connection;
    private readonly string? temporary;

    static WorkspaceSnapshot() => SQLitePCL.Batteries_V2.Init();

    private WorkspaceSnapshot(string? file, string? temporary)
    {
        (File, this.temporary) = (file, temporary);
        if (file is null)
            return;
        connection = new SqliteConnection($"Data Source=file:{Uri.EscapeDataString(file).Replace("%2F", "/", StringComparison.Ordinal)}?immutable=1;Mode=ReadOnly;Pooling=False");
        connection.Open();
    }

    /// <summary>The database file with everything in it; null when the tenant has never stored anything.</summary>
    public string? File { get; }

    public static WorkspaceSnapshot Open(string databaseFile)
    {
        if (!System.IO.File.Exists(databaseFile))
            return new WorkspaceSnapshot(null, null);
        var log = new FileInfo(databaseFile + "-wal");
        if (!log.Exists || log.Length == 0)
            return new WorkspaceSnapshot(databaseFile, null);

        var folder = Directory.CreateTempSubdirectory("mcp-export-").FullName;
        var copy = Path.Combine(folder, "workspace.db");
        System.IO.File.Copy(databaseFile, copy);
        System.IO.File.Copy(log.FullName, copy + "-wal");
        using (var recovering = new SqliteConnection($"Data Source={copy};Pooling=False"))
        {
            recovering.Open();
            Execute(recovering, "PRAGMA wal_checkpoint(TRUNCATE)");
        }
        return new WorkspaceSnapshot(copy, folder);
    }

    public (long Documents, long Versions) Count() => connection is null ? (0, 0) : (Scalar("SELECT count(*) FROM documents"), Scalar($"SELECT count(*) FROM ({All})"));

    /// <summary>All versions of all documents, one JSON object per line, in a fixed order.</summary>
    public async Task WriteLinesAsync(Stream target, CancellationToken cancellationToken)
    {
        if (connection is null)
            return;
        using var command = connection.CreateCommand();
        command.CommandText = All + " ORDER BY id, version";
        using var reader = command.ExecuteReader();
        using var line = new MemoryStream();
        while (reader.Read())
        {
            line.SetLength(0);
            await using (var json = new Utf8JsonWriter(line, Writing))
                DocumentJson.Write(json, DocumentRows.Read(reader));
            line.WriteByte((byte)'\n');
            await target.WriteAsync(line.GetBuffer().AsMemory(0, (int)line.Length), cancellationToken).ConfigureAwait(false);
        }
    }

    // Schema 1 had the current version in both tables. Both sides come in order from their indexes, so nothing is sorted in memory.
    private string All => Scalar("PRAGMA user_version") < 2
        ? $"SELECT {DocumentRows.Columns} FROM versions"
        : $"SELECT {DocumentRows.Columns} FROM documents UNION ALL SELECT {DocumentRows.Columns} FROM versions";

    public void Dispose()
    {
        connection?.Dispose();
        if (temporary is not null)
            Directory.Delete(temporary, recursive: true);
    }

    private long Scalar(string sql)
    {
        using var command = connection!.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

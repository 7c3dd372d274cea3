using Instance.Tests.Support;
using McpTenants.Instance.Workspace;

namespace Instance.Tests.Workspace;

/// <summary>A workspace in a folder of its own.</summary>
internal sealed class StoreFixture : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("workspace-test-");
    private WorkspaceDatabase? database;

    public string File => Path.Combine(folder.FullName, "workspace.db");

    public ManualTime Time { get; } = new(TokenForge.Start);

    public WorkspaceDatabase Database => database ??= new WorkspaceDatabase(File);

    public DocumentStore Store(long? bytes = null, int versions = 20) => new(Database, Time, new StoragePolicy(bytes, versions));

    public static DocumentDraft Draft(string? id = null, string content = "content", string title = "title", int? expected = null, params (string Key, string Value)[] metadata) =>
        new(id, title, content, metadata.ToDictionary(m => m.Key, m => m.Value, StringComparer.Ordinal), expected);

    public void Close()
    {
        database?.Dispose();
        database = null;
    }

    public void Dispose()
    {
        Close();
        folder.Delete(recursive: true);
    }
}

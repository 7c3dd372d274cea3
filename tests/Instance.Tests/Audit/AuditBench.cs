using System.Text.Json;
using McpTenants.Audit;
using McpTenants.Audit.Chain;
using McpTenants.Audit.Storage;

namespace Instance.Tests.Audit;

/// <summary>A trail in a folder of its own.</summary>
internal sealed class AuditBench : IDisposable
{
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("audit-test-");

    public string Data => data.FullName;

    public AuditFolder Folder => new(AuditTrail.FolderIn(Data));

    public List<Exception> Failures { get; } = [];

    public AuditTrail Open(AuditWriterOptions? options = null, TimeProvider? time = null, AuditPolicy? policy = null) =>
        new(Data, time ?? TimeProvider.System, Failures.Add, options ?? new AuditWriterOptions()) { Policy = policy ?? new AuditPolicy { Tenant = "uid-1" } };

    public static AuditEntry Entry(string tool = "document_get", string outcome = "Ok", string subject = "alice") => new()
    {
        Event = AuditEvents.Call,
        Tool = tool,
        Outcome = outcome,
        Subject = subject,
        Arguments = new Dictionary<string, JsonElement>(StringComparer.Ordinal) { ["id"] = JsonElement.Parse("\"secret-argument\"") },
        Duration = TimeSpan.FromMilliseconds(1.5),
        Correlation = "4bf92f3577b34da6a3ce929d0e0e4736",
    };

    /// <summary>Writes some epochs of some records each.</summary>
    public async Task FillAsync(int epochs = 3, int records = 4)
    {
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            await using var trail = Open();
            for (var i = 0; i < records; i++)
                await trail.RecordAsync(Entry(), CancellationToken.None);
        }
    }

    public ChainReport Verify(ChainHead? checkpoint = null) => Folder.Verify(checkpoint);

    public void Dispose() => data.Delete(recursive: true);
}

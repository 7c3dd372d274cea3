using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Instance.Tests.Support;
using McpTenants.Audit;
using McpTenants.Audit.Chain;
using McpTenants.Audit.Storage;
using McpTenants.Instance.Workspace;

namespace Instance.Tests.Server;

/// <summary>The real program, real HTTP, and SIGKILL in the middle of writes, again and again on the same volume.</summary>
public sealed class KillTests
{
    // Answers after which the process is killed; chosen once, so that no two rounds end at the same point and every run does the same.
    private static readonly int[] KillPoints = [137, 61, 211, 1, 173, 89, 2, 229, 97, 40];

    [Fact]
    public async Task Kill_DuringAThousandWrites_LosesNoAcknowledgedDocumentOrRecord()
    {
        var folder = Directory.CreateTempSubdirectory("instance-kill-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "instance.json"), Configuration().ToJsonString(), TestContext.Current.CancellationToken);
            var acknowledged = new ConcurrentDictionary<string, (string Trace, string Content)>(StringComparer.Ordinal);
            for (var round = 0; round < KillPoints.Length; round++)
                await WriteUntilKilledAsync(folder.FullName, round, acknowledged);
            acknowledged.Count.ShouldBeGreaterThanOrEqualTo(1000);
            // As a killed pod leaves it; only then does anything open the files again.
            var report = new AuditFolder(AuditTrail.FolderIn(folder.FullName)).Verify();
            report.Break.ShouldBeNull();
            report.Notes.ShouldAllBe(n => n.Contains("Declared", StringComparison.Ordinal) || n.Contains("not closed", StringComparison.Ordinal) || n.Contains("unfinished record", StringComparison.Ordinal));

            var records = Correlations(folder.FullName);
            using var database = new WorkspaceDatabase(Path.Combine(folder.FullName, "workspace.db"));
            var store = new DocumentStore(database, TimeProvider.System, new StoragePolicy());
            foreach (var (id, (trace, content)) in acknowledged)
            {
                (await store.GetAsync(id, null, TestContext.Current.CancellationToken)).ShouldNotBeNull(id).Content.ShouldBe(content);
                records.ShouldContain(trace, id);
            }
            (await store.SearchAsync("canary", 50, TestContext.Current.CancellationToken)).Count.ShouldBe(50);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static JsonObject Configuration()
    {
        var configuration = TestInstance.Configuration();
        foreach (var limit in (string[])["requestsPerMinute", "burst", "perUserRequestsPerMinute"])
            configuration["limits"]![limit] = 1_000_000;
        return configuration;
    }

    private static HashSet<string> Correlations(string folder) =>
    [
        .. Directory.EnumerateFiles(AuditTrail.FolderIn(folder), "*.jsonl").SelectMany(File.ReadLines)
            .Select(l => AuditLine.TryRead(Encoding.UTF8.GetBytes(l), out _)?.Text("correlation")).OfType<string>(),
    ];

    private static async Task WriteUntilKilledAsync(string folder, int round, ConcurrentDictionary<string, (string Trace, string Content)> acknowledged)
    {
        var (port, adminPort) = (FreePort(), FreePort());
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "mcp-instance.dll"), "serve", "--port", $"{port}", "--admin-port", $"{adminPort}"])
        {
            Environment = { ["MCP_CONFIG_DIR"] = folder, ["MCP_DATA_DIR"] = folder },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        _ = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        var killed = new TaskCompletionSource();
        var target = acknowledged.Count + KillPoints[round];
        var writers = Enumerable.Range(0, 6).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; !killed.Task.IsCompleted; i++)
            {
                var id = $"r{round}-w{writer}-{i}";
                var trace = string.Create(CultureInfo.InvariantCulture, $"{round + 1:x4}{writer:x4}{i:x24}");
                var content = $"canary {id} " + new string('x', 37 * i % 3000);
                try
                {
                    if (await SaveAsync(http, id, trace, content))
                        acknowledged[id] = (trace, content);
                }
                catch (Exception e) when (e is HttpRequestException or IOException)
                {
                    // Not listening yet, or killed: whatever was not answered may or may not be there.
                }
                if (acknowledged.Count >= target && killed.TrySetResult())
                    process.Kill();
            }
        })).ToArray();
        await Task.WhenAll(writers).WaitAsync(TimeSpan.FromMinutes(3), TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private static async Task<bool> SaveAsync(HttpClient http, string id, string trace, string content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp")
        {
            Content = new StringContent(Rpc.Call("document_create", new() { ["id"] = id, ["title"] = "t", ["content"] = content }).ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        request.Headers.TryAddWithoutValidation("traceparent", $"00-{trace}-00f067aa0ba902b7-01");
        foreach (var (name, value) in Rpc.Headers("tools/call", "document_create"))
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await http.SendAsync(request);
        return (await response.Content.ReadAsStringAsync()).Contains("\"structuredContent\"", StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

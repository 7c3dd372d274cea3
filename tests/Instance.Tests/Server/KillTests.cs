using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Instance.Tests.Support;
using McpTenants.Instance.Workspace;

namespace Instance.Tests.Server;

public sealed class KillTests
{
    [Fact]
    public async Task Kill_DuringWrites_LosesNoAcknowledgedDocument()
    {
        var folder = Directory.CreateTempSubdirectory("instance-kill-");
        try
        {
            var acknowledged = new ConcurrentBag<string>();
            for (var round = 0; round < 3; round++)
                await WriteUntilKilledAsync(folder.FullName, round, acknowledged);

            using var database = new WorkspaceDatabase(Path.Combine(folder.FullName, "workspace.db"));
            var store = new DocumentStore(database, TimeProvider.System, new StoragePolicy());
            acknowledged.Count.ShouldBeGreaterThan(20);
            foreach (var id in acknowledged)
                (await store.GetAsync(id, null, TestContext.Current.CancellationToken)).ShouldNotBeNull(id);
            (await store.SearchAsync("canary", 50, TestContext.Current.CancellationToken)).Count.ShouldBeGreaterThan(20);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task WriteUntilKilledAsync(string folder, int round, ConcurrentBag<string> acknowledged)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "instance.json"), TestInstance.Configuration().ToJsonString());
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
        var target = acknowledged.Count + 25;
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            for (var i = 0; !killed.Task.IsCompleted; i++)
            {
                var id = $"r{round}-w{writer}-{i}";
                try
                {
                    if (await SaveAsync(http, id))
                        acknowledged.Add(id);
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

    private static async Task<bool> SaveAsync(HttpClient http, string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp")
        {
            Content = new StringContent(Rpc.Call("document_create", new() { ["id"] = id, ["title"] = "t", ["content"] = "canary " + id }).ToJsonString(), Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
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

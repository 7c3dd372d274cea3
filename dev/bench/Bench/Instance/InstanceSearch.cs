using System.Text.Json.Nodes;
using McpTenants.Bench.Load;
using McpTenants.Bench.Processes;
using McpTenants.Bench.Report;
using McpTenants.Instance.Workspace;

namespace McpTenants.Bench.Instance;

/// <summary>Full-text search over 100,000 documents, each about a page of text, through the whole server and one connection.</summary>
internal static class InstanceSearch
{
    /// <summary>Median and p99 of one search.</summary>
    public const string Name = "instance.search_ms.100000";

    private const int Documents = 100_000;
    private const int PerTransaction = 10_000;
    // The last ones are stored one by one, so that the index ends as calls leave it and not neatly merged.
    private const int OneByOne = 1000;
    private const int Queries = 500;

    /// <summary>Fills a workspace, then searches with words as people use them: most words are rare, few are common.</summary>
    public static async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var folder = new InstanceFolder(context);
        await FillAsync(context, Path.Combine(folder.Data, "workspace.db"), cancellationToken);
        var endpoint = FreePort.Next();
        await using var instance = InstanceProcess.Start(context, endpoint, folder);
        await instance.FirstAnswerAsync(endpoint, InstanceProcess.ToolsList(), cancellationToken);

        using var connection = await HttpConnection.ConnectAsync(endpoint, cancellationToken);
        // The first searches read the index from disk.
        await SearchAsync(connection, new WordSource(3), Queries / 10, cancellationToken);
        var times = await SearchAsync(connection, new WordSource(2), Queries, cancellationToken);
        context.Report.Add(Measurement.Of(Name, "ms", times));
    }

    // In bulk and past the server: through it, 100,000 calls would each wait for the disk, and it is the search that is measured.
    private static async Task FillAsync(BenchContext context, string file, CancellationToken cancellationToken)
    {
        using var database = new WorkspaceDatabase(file);
        var words = new WordSource(1000);
        for (var stored = 0; stored < Documents - OneByOne;)
        {
            var count = Math.Min(PerTransaction, Documents - OneByOne - stored);
            stored += await database.WriteAsync(
                (connection, transaction) =>
                {
                    for (var i = 0; i < count; i++)
                        DocumentRows.Insert(connection, transaction, Next(words));
                    return count;
                },
                cancellationToken);
            context.Say($"instance: stored {stored} of {Documents} documents");
        }
        var store = new DocumentStore(database, TimeProvider.System, new StoragePolicy());
        for (var i = 0; i < OneByOne; i++)
            await store.SaveAsync(new DocumentDraft(null, words.Take(5), words.Take(120), null, null), cancellationToken);
    }

    private static Document Next(WordSource words)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new Document(Guid.CreateVersion7(now).ToString("N"), 1, words.Take(5), words.Take(120), new Dictionary<string, string>(StringComparer.Ordinal), now, now);
    }

    private static async Task<List<double>> SearchAsync(HttpConnection connection, WordSource words, int count, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        for (var i = 0; i < count; i++)
        {
            var request = InstanceProcess.ToolCall("document_search", new JsonObject { ["query"] = words.Take(1 + (i % 3)) });
            var started = TimeProvider.System.GetTimestamp();
            var status = await connection.SendAsync(request, cancellationToken);
            times.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
            if (status != 200 || !connection.Body.Contains("matches", StringComparison.Ordinal))
                throw new InvalidOperationException($"document_search answered {status}: {connection.Body}");
        }
        return times;
    }
}

using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using McpTenants.Bench.Load;
using McpTenants.Bench.Processes;
using McpTenants.Bench.Report;

namespace McpTenants.Bench.Instance;

/// <summary>Full-text search over 100,000 documents, each about a page of text, through the whole server and one connection.</summary>
internal static class InstanceSearch
{
    /// <summary>Median and p99 of one search.</summary>
    public const string Name = "instance.search_ms.100000";

    private const string Host = "bench.mcp.test";
    private const int Documents = 100_000;
    private const int Queries = 500;
    private const int Connections = 8;

    /// <summary>Fills a workspace, then searches with words as people use them: most words are rare, few are common.</summary>
    public static async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        if (!context.Large && !context.IsChosen(Name))
            throw new NotMeasurableException("takes minutes: name it, or set BENCH_LARGE=1");
        var endpoint = FreePort.Next();
        await using var instance = InstanceProcess.Start(context, endpoint);
        await instance.FirstAnswerAsync(endpoint, InstanceProcess.ToolsList(Host), cancellationToken);
        context.Say($"instance: storing {Documents} documents");
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(c => FillAsync(endpoint, c, cancellationToken)));

        using var connection = await HttpConnection.ConnectAsync(endpoint, cancellationToken);
        // The first searches read the index from disk.
        await SearchAsync(connection, new WordSource(3), Queries / 10, cancellationToken);
        var times = await SearchAsync(connection, new WordSource(2), Queries, cancellationToken);
        context.Report.Add(Measurement.Of(Name, "ms", times));
    }

    private static async Task FillAsync(IPEndPoint endpoint, int part, CancellationToken cancellationToken)
    {
        using var connection = await HttpConnection.ConnectAsync(endpoint, cancellationToken);
        var words = new WordSource((uint)(1000 + part));
        for (var i = part; i < Documents; i += Connections)
        {
            var arguments = new JsonObject { ["title"] = words.Take(5), ["content"] = words.Take(120) };
            var status = await connection.SendAsync(InstanceProcess.ToolCall(Host, "document_create", arguments), cancellationToken);
            if (status != 200 || connection.Body.Contains("\"isError\":true", StringComparison.Ordinal))
                throw new NotMeasurableException($"document_create answered {status}: {connection.Body}");
        }
    }

    private static async Task<List<double>> SearchAsync(HttpConnection connection, WordSource words, int count, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        for (var i = 0; i < count; i++)
        {
            var request = InstanceProcess.ToolCall(Host, "document_search", new JsonObject { ["query"] = words.Take(1 + (i % 3)) });
            var started = TimeProvider.System.GetTimestamp();
            var status = await connection.SendAsync(request, cancellationToken);
            times.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
            if (status != 200 || !connection.Body.Contains("matches", StringComparison.Ordinal))
                throw new NotMeasurableException($"document_search answered {status}: {connection.Body}");
        }
        return times;
    }

    /// <summary>Words of an invented language with Zipf's law: the n-th word is 1/n as frequent as the first. The same seed gives the same text.</summary>
    private sealed class WordSource(uint seed)
    {
        private const int Vocabulary = 50_000;
        private static readonly double[] Cumulative = Zipf();
        private uint state = seed;

        public string Take(int count)
        {
            var text = new StringBuilder();
            for (var i = 0; i < count; i++)
                text.Append(i > 0 ? " " : "").Append(Word(Next()));
            return text.ToString();
        }

        private int Next()
        {
            // xorshift32: random enough for text, and the same everywhere.
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            var at = Array.BinarySearch(Cumulative, state / (double)uint.MaxValue * Cumulative[^1]);
            return Math.Min(at < 0 ? ~at : at, Vocabulary - 1);
        }

        private static string Word(int number)
        {
            const string Consonants = "bdfgklmnprstvz";
            const string Vowels = "aeiou";
            var word = new StringBuilder();
            for (var rest = number + 70; rest > 0; rest /= 70)
                word.Append(Consonants[rest % 14]).Append(Vowels[rest / 14 % 5]);
            return word.ToString();
        }

        private static double[] Zipf()
        {
            var sums = new double[Vocabulary];
            for (var i = 0; i < Vocabulary; i++)
                sums[i] = (i > 0 ? sums[i - 1] : 0) + (1.0 / (i + 1));
            return sums;
        }
    }
}

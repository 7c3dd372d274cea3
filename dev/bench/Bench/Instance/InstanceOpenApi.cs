using System.Text.RegularExpressions;
using McpTenants.Bench.Load;
using McpTenants.Bench.Processes;
using McpTenants.Bench.Report;

namespace McpTenants.Bench.Instance;

/// <summary>A real OpenAPI document of 242 operations becomes tools while the process starts.</summary>
internal static partial class InstanceOpenApi
{
    /// <summary>How much later the first <c>tools/list</c> is answered because of the document.</summary>
    public const string Name = "instance.openapi_ms";

    private const int Runs = 7;
    private const int LeastTools = 200;

    /// <summary>Starts with and without the document in turns, and takes the differences.</summary>
    public static async Task RunAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var (with, without) = (new List<double>(), new List<double>());
        // The first pair only brings the files into memory.
        for (var i = -1; i < Runs; i++)
        {
            var plain = await StartAsync(context, new InstanceFolder(context), 0, cancellationToken);
            var folder = new InstanceFolder(context);
            folder.AddConnector("chat", Path.Combine(context.Root, "tests", "fixtures", "openapi", "discord.json"));
            var loaded = await StartAsync(context, folder, LeastTools, cancellationToken);
            if (i >= 0)
                (with, without) = ([.. with, loaded - plain], [.. without, plain]);
        }
        context.Report.Add(Measurement.Of(Name, "ms", with, without));
    }

    private static async Task<double> StartAsync(BenchContext context, InstanceFolder folder, int tools, CancellationToken cancellationToken)
    {
        var endpoint = FreePort.Next();
        await using var instance = InstanceProcess.Start(context, endpoint, folder);
        var time = await instance.FirstAnswerAsync(endpoint, InstanceProcess.ToolsList(), cancellationToken);
        using var connection = await HttpConnection.ConnectAsync(endpoint, cancellationToken);
        await connection.SendAsync(InstanceProcess.ToolsList(), cancellationToken);
        var offered = ConnectorTool().Count(connection.Body);
        return offered >= tools ? time.TotalMilliseconds : throw new InvalidOperationException($"{offered} tools are offered instead of {tools}");
    }

    [GeneratedRegex("\"name\":\"chat_", RegexOptions.NonBacktracking)]
    private static partial Regex ConnectorTool();
}

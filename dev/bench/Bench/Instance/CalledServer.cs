using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using McpTenants.Bench.Load;
using McpTenants.Bench.Processes;

namespace McpTenants.Bench.Instance;

/// <summary>A server that holds one document, and the call that reads it.</summary>
internal sealed partial class CalledServer(ServerProcess process, IPEndPoint endpoint) : IAsyncDisposable
{
    private byte[] _call = [];

    /// <summary>The process.</summary>
    public ServerProcess Process => process;

    /// <summary>Waits for the server, stores a document and reads it: so many calls of tools in all.</summary>
    public async Task CallAsync(int calls, CancellationToken cancellationToken)
    {
        await process.FirstAnswerAsync(endpoint, InstanceProcess.ToolsList(), cancellationToken);
        using var connection = await HttpConnection.ConnectAsync(endpoint, cancellationToken);
        var id = DocumentId().Match(await SendAsync(connection, InstanceProcess.ToolCall("document_create", new JsonObject { ["title"] = "Bench", ["content"] = new string('x', 250) }), cancellationToken));
        _call = InstanceProcess.ToolCall("document_get", new JsonObject { ["id"] = id.Groups["id"].Value });
        for (var i = 1; i < calls; i++)
        {
            var answer = await SendAsync(connection, _call, cancellationToken);
            if (!answer.Contains("xxxxx", StringComparison.Ordinal))
                throw new InvalidOperationException($"document_get answered {answer}");
        }
    }

    /// <summary>Reads the document as fast as it goes.</summary>
    public Task<ServerLoad> SaturateAsync(int connections, TimeSpan duration, CancellationToken cancellationToken) =>
        ServerLoad.MeasureAsync(process, new LoadGenerator(endpoint, _call, connections), duration, cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static async Task<string> SendAsync(HttpConnection connection, byte[] request, CancellationToken cancellationToken)
    {
        var status = await connection.SendAsync(request, cancellationToken);
        return status == 200 ? connection.Body : throw new InvalidOperationException($"answered {status}: {connection.Body}");
    }

    // The JSON of the document is text inside the JSON of the answer, so its quotes come escaped one way or the other.
    [GeneratedRegex("""id(\\"|\\u0022|"):(\\"|\\u0022|")(?<id>[a-z0-9-]{4,})""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex DocumentId();
}

using System.Text;

namespace McpTenants.Gateway.Streams;

/// <summary>
/// What a server says to a subscription instead of a stream, when the client has the head of a stream already because the server slept when it
/// asked. A JSON-RPC answer is as good in an event as in a body of its own.
/// </summary>
internal static class LateAnswer
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>The event; null when the client can do nothing with it, or has got another answer before.</summary>
    public static async Task<byte[]?> ReadAsync(ClientStream stream, HttpResponseMessage response, CancellationToken ct)
    {
        if (stream.Body is null || stream.Acknowledged is not null || response.Content.Headers.ContentType?.MediaType != "application/json")
            return null;
        await response.Content.LoadIntoBufferAsync(MaxBytes, ct);
        var json = await response.Content.ReadAsStringAsync(ct);
        if (!json.Contains("\"jsonrpc\"", StringComparison.Ordinal))
            return null;
        // A line break would end the field; between the members of JSON it means nothing, and inside a string it cannot stand.
        return Encoding.UTF8.GetBytes($"data: {json.ReplaceLineEndings(" ")}\n\n");
    }
}

using System.Text.Json;

namespace McpTenants.Gateway.Streams;

/// <summary>
/// Recognises <c>subscriptions/listen</c>. The header alone decides nothing: a call is treated as a stream only when its body says the same, and
/// every other call goes its ordinary way with its body untouched or put back.
/// </summary>
internal static class ListenBody
{
    public const string Method = "subscriptions/listen";

    private const string MethodHeader = "Mcp-Method";

    public static async Task<byte[]?> ReadAsync(HttpRequest request, int maxBytes, CancellationToken ct)
    {
        if (request.Headers[MethodHeader] is not [Method] || request.ContentLength is not { } length || length > maxBytes)
            return null;
        var body = new byte[length];
        await request.Body.ReadExactlyAsync(body, ct);
        if (IsListen(body))
            return body;
        request.Body = new MemoryStream(body, writable: false);
        return null;
    }

    private static bool IsListen(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return false;
            var (found, hasId) = (false, false);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isMethod = reader.ValueTextEquals("method"u8);
                hasId |= reader.ValueTextEquals("id"u8);
                reader.Read();
                // Twice the same member: whoever reads the last one reads another message than whoever reads the first.
                if (isMethod && found)
                    return false;
                if (isMethod)
                    found = reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(Method);
                reader.Skip();
            }

            return found && hasId && reader.TokenType == JsonTokenType.EndObject && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

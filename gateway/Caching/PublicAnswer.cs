using System.Buffers.Text;
using System.Text.Json;

namespace McpTenants.Gateway.Caching;

/// <summary>A result that its server declared public: the JSON before and after the value of its <c>ttlMs</c>.</summary>
/// <param name="Head">Up to that value.</param>
/// <param name="Tail">After it.</param>
/// <param name="Until">Until when it may be given out (monotonic).</param>
internal sealed record PublicAnswer(byte[] Head, byte[] Tail, TimeSpan Until)
{
    /// <summary>What it costs to keep, in bytes.</summary>
    public int Size => Head.Length + Tail.Length;

    /// <summary>Null unless the answer is complete, public, and of some duration; in doubt it is private.</summary>
    /// <param name="headers">Of the HTTP answer.</param>
    /// <param name="body">All of it.</param>
    /// <param name="now">Monotonic.</param>
    public static PublicAnswer? Read(IHeaderDictionary headers, ReadOnlyMemory<byte> body, TimeSpan now)
    {
        if (!PublicHeaders.Allow(headers) || EventText.OnlyMessage(headers.ContentType, body) is not { } json)
            return null;
        try
        {
            using var message = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (message.RootElement.ValueKind != JsonValueKind.Object || !message.RootElement.TryGetProperty("result", out var result) || result.ValueKind != JsonValueKind.Object
                || !Is(result, "resultType", "complete") || !Is(result, "cacheScope", "public")
                || !result.TryGetProperty("ttlMs", out var ttl) || ttl.ValueKind != JsonValueKind.Number || !ttl.TryGetInt64(out var milliseconds) || milliseconds <= 0)
                return null;
            return Cut(JsonMarshal(result), now + TimeSpan.FromMilliseconds(Math.Min(milliseconds, TimeSpan.MillisecondsPerDay)));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The whole answer to a request with this id (as JSON), with what is left of its time.</summary>
    public byte[] For(string id, TimeSpan now)
    {
        using var buffer = new MemoryStream(Size + id.Length + 64);
        buffer.Write("""{"jsonrpc":"2.0","id":"""u8);
        buffer.Write(System.Text.Encoding.UTF8.GetBytes(id));
        buffer.Write(""","result":"""u8);
        buffer.Write(Head);
        Span<byte> left = stackalloc byte[20];
        Utf8Formatter.TryFormat(Math.Max(0, (long)(Until - now).TotalMilliseconds), left, out var length);
        buffer.Write(left[..length]);
        buffer.Write(Tail);
        buffer.Write("}"u8);
        return buffer.ToArray();
    }

    private static byte[] JsonMarshal(JsonElement result) => System.Text.Encoding.UTF8.GetBytes(result.GetRawText());

    private static PublicAnswer? Cut(byte[] result, TimeSpan until)
    {
        var reader = new Utf8JsonReader(result);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals("ttlMs"u8);
            reader.Read();
            if (found)
                return new PublicAnswer(result[..(int)reader.TokenStartIndex], result[(int)reader.BytesConsumed..], until);
            reader.Skip();
        }

        return null;
    }

    private static bool Is(JsonElement container, string name, string value) =>
        container.TryGetProperty(name, out var found) && found.ValueKind == JsonValueKind.String && found.ValueEquals(value);
}

using System.Text;
using System.Text.Json;

namespace McpTenants.Gateway.Streams;

/// <summary>What the gateway needs to know of an event that it passes on.</summary>
internal static class EventFacts
{
    /// <summary>An id that is longer is not remembered: resuming is a favour, memory is not.</summary>
    private const int MaxIdLength = 512;

    private const string Acknowledgement = "notifications/subscriptions/acknowledged";

    /// <summary>True when a client would dispatch it; comments and bare <c>retry</c> fields are not events.</summary>
    public static bool HasData(ReadOnlySpan<byte> text)
    {
        foreach (var line in text.Split((byte)'\n'))
        {
            if (text[line].StartsWith("data"u8))
                return true;
        }

        return false;
    }

    /// <summary>The value of the last <c>id</c> field; null when there is none.</summary>
    public static string? Id(ReadOnlySpan<byte> text)
    {
        string? id = null;
        foreach (var line in text.Split((byte)'\n'))
        {
            if (Field(text[line], "id"u8, out var value) && value.Length <= MaxIdLength && !value.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
                id = Encoding.ASCII.GetString(value);
        }

        return id;
    }

    /// <summary>What the server agreed to send, when this is the acknowledgement of a subscription; null otherwise.</summary>
    public static string? Acknowledged(ReadOnlySpan<byte> text)
    {
        var data = new StringBuilder();
        foreach (var line in text.Split((byte)'\n'))
        {
            if (Field(text[line], "data"u8, out var value))
                data.Append(Encoding.UTF8.GetString(value)).Append('\n');
        }

        try
        {
            using var message = JsonDocument.Parse(data.ToString());
            return message.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("method", out var method) && method.ValueEquals(Acknowledgement)
                && root.TryGetProperty("params", out var parameters) && parameters.ValueKind == JsonValueKind.Object
                ? parameters.TryGetProperty("notifications", out var agreed) ? agreed.GetRawText() : "{}"
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static bool Field(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = line.TrimEnd((byte)'\r');
        if (!value.StartsWith(name))
            return false;
        value = value[name.Length..];
        if (value.IsEmpty)
            return true;
        if (value[0] != ':')
            return false;
        value = value[1..];
        if (value.StartsWith(" "u8))
            value = value[1..];
        return true;
    }
}

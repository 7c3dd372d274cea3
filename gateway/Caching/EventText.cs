using System.Text;

namespace McpTenants.Gateway.Caching;

/// <summary>The JSON of an answer, whether it came as a body or as the only event of a stream.</summary>
internal static class EventText
{
    /// <summary>Null when the answer is neither, or when its stream said anything else: that was meant for one caller.</summary>
    public static ReadOnlyMemory<byte>? OnlyMessage(string? contentType, ReadOnlyMemory<byte> body)
    {
        if (IsMedia(contentType, "application/json"))
            return body;
        if (!IsMedia(contentType, "text/event-stream"))
            return null;
        string? data = null;
        foreach (var line in Encoding.UTF8.GetString(body.Span).Split('\n').Select(l => l.TrimEnd('\r')))
        {
            if (!line.StartsWith("data:", StringComparison.Ordinal))
                continue;
            if (data is not null)
                return null;
            data = line[5..];
        }

        return data is null ? null : Encoding.UTF8.GetBytes(data);
    }

    private static bool IsMedia(string? contentType, string media) =>
        (contentType ?? "").Split(';')[0].Trim().Equals(media, StringComparison.OrdinalIgnoreCase);
}

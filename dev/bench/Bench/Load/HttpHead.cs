using System.Buffers.Text;

namespace McpTenants.Bench.Load;

/// <summary>Reads the head of an HTTP/1.1 answer.</summary>
internal static class HttpHead
{
    /// <summary>The status code.</summary>
    /// <exception cref="IOException">It is not an HTTP/1.1 answer.</exception>
    public static int Status(ReadOnlySpan<byte> head) =>
        head.Length > 12 && head.StartsWith("HTTP/1.1 "u8) && Utf8Parser.TryParse(head[9..12], out int status, out _)
            ? status
            : throw new IOException("The answer is not HTTP/1.1.");

    /// <summary>The value of Content-Length, or null.</summary>
    public static int? ContentLength(ReadOnlySpan<byte> head) =>
        Find(head, "Content-Length"u8) is { IsEmpty: false } value && Utf8Parser.TryParse(value, out int length, out _) ? length : null;

    /// <summary>The value of the first header of that name whatever its case, or nothing.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        while (head.IndexOf("\r\n"u8) is >= 0 and var end)
        {
            var line = head[..end];
            head = head[(end + 2)..];
            if (line.Length > name.Length && line[name.Length] == ':' && System.Text.Ascii.EqualsIgnoreCase(line[..name.Length], name))
                return line[(name.Length + 1)..].Trim((byte)' ');
        }

        return [];
    }
}

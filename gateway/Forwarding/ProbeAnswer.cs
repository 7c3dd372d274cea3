using System.Text;

namespace McpTenants.Gateway.Forwarding;

/// <summary>A complete answer to the identity question; parsed from raw bytes because no HTTP client lends out its connection.</summary>
internal readonly record struct ProbeAnswer(int Status, string? TenantUid, bool Reusable)
{
    /// <summary>Null while bytes are missing.</summary>
    public static ProbeAnswer? TryParse(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            return null;
        var body = bytes[(end + 4)..];
        var head = Encoding.Latin1.GetString(bytes[..end]).Split("\r\n");
        if (!head[0].StartsWith("HTTP/1.1 ", StringComparison.Ordinal) || !int.TryParse(head[0].AsSpan(9, Math.Min(3, head[0].Length - 9)), out var status))
            return new ProbeAnswer(0, null, Reusable: false);
        string? uid = null;
        int? contentLength = status is 204 or 304 ? 0 : null;
        var chunked = false;
        var close = false;
        foreach (var line in head.AsSpan(1))
        {
            var colon = line.IndexOf(':');
            if (colon < 0)
                return new ProbeAnswer(0, null, Reusable: false);
            var value = line[(colon + 1)..].Trim();
            switch (line[..colon].ToLowerInvariant())
            {
                // Two identities are none.
                case "mcp-tenant-uid":
                    uid = uid is null ? value : "";
                    break;
                case "content-length" when int.TryParse(value, out var n) && n >= 0:
                    contentLength = n;
                    break;
                case "transfer-encoding":
                    chunked = value.Equals("chunked", StringComparison.OrdinalIgnoreCase);
                    break;
                case "connection":
                    close = value.Contains("close", StringComparison.OrdinalIgnoreCase);
                    break;
            }
        }

        var complete = chunked ? body.EndsWith("0\r\n\r\n"u8) : contentLength is { } expected && body.Length >= expected;
        var clean = chunked || body.Length == contentLength;
        // Neither length nor chunks: the body ends with the connection, which is then of no use.
        if (!complete && (chunked || contentLength is not null))
            return null;
        return new ProbeAnswer(status, uid, complete && clean && !close);
    }
}

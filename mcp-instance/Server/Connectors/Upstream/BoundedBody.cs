namespace McpTenants.Instance.Connectors.Upstream;

/// <summary>Reads a response up to a limit; counted after decompression, because that is what fills the memory.</summary>
internal static class BoundedBody
{
    /// <summary>The bytes, and whether there was more.</summary>
    public static async Task<(byte[] Bytes, bool Truncated)> ReadAsync(HttpContent content, long limit, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var chunk = new byte[16 << 10];
            for (int read; (read = await stream.ReadAsync(chunk, cancellationToken).ConfigureAwait(false)) > 0;)
            {
                var room = limit - buffer.Length;
                buffer.Write(chunk, 0, (int)Math.Min(read, room));
                if (read > room)
                    return (buffer.ToArray(), true);
            }
        }
        return (buffer.ToArray(), false);
    }
}

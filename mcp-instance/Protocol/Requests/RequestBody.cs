using Microsoft.AspNetCore.Http;

namespace McpTenants.Instance.Protocol;

/// <summary>Reads a request body up to a limit.</summary>
internal static class RequestBody
{
    private const int FirstBuffer = 4096;

    /// <summary>The whole body, or null when it is larger than the limit; then the rest is left unread.</summary>
    public static async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, long limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
            return null;
        var buffer = new byte[request.ContentLength is > 0 and var length ? (int)length : FirstBuffer];
        var filled = 0;
        while (true)
        {
            if (filled == buffer.Length && request.ContentLength is null)
                Array.Resize(ref buffer, checked(buffer.Length * 2));
            var read = filled == buffer.Length ? 0 : await request.Body.ReadAsync(buffer.AsMemory(filled), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                return buffer.AsMemory(0, filled);
            filled += read;
            if (filled > limit)
                return null;
        }
    }
}

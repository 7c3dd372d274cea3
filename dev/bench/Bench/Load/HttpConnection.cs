using System.Net;
using System.Net.Sockets;
using System.Text;

namespace McpTenants.Bench.Load;

/// <summary>
/// One HTTP/1.1 connection that sends prepared bytes and reads the answer to its end: a tenth of HttpClient's processor time, on
/// a machine where generator and server share the cores. Used by one caller at a time.
/// </summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly Socket _socket;
    private byte[] _buffer = new byte[16 * 1024];
    private int _filled;
    private int _headEnd;

    private HttpConnection(Socket socket) => _socket = socket;

    /// <summary>Connects; a refused connection is a <see cref="SocketException"/>.</summary>
    public static async Task<HttpConnection> ConnectAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken);
            return new HttpConnection(socket);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends a request and reads the whole answer.</summary>
    /// <returns>The status code.</returns>
    /// <exception cref="IOException">The peer closed too early or did not speak HTTP.</exception>
    public async ValueTask<int> SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        var status = await SendForHeadAsync(request, cancellationToken);
        while (!BodyIsComplete(out var needed))
            await ReadMoreAsync(needed, cancellationToken);
        return status;
    }

    /// <summary>Sends a request and returns as soon as the head of the answer is there; for streams that stay open.</summary>
    public async ValueTask<int> SendForHeadAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        _filled = 0;
        _headEnd = 0;
        await _socket.SendAsync(request, cancellationToken);
        int end;
        while ((end = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0)
            await ReadMoreAsync(0, cancellationToken);
        _headEnd = end + 4;
        return HttpHead.Status(Head);
    }

    /// <summary>Reads until the text appears in the body of an answer that is a stream.</summary>
    public async ValueTask ReadUntilAsync(ReadOnlyMemory<byte> text, CancellationToken cancellationToken)
    {
        while (_buffer.AsSpan(_headEnd, _filled - _headEnd).IndexOf(text.Span) < 0)
            await ReadMoreAsync(0, cancellationToken);
    }

    /// <summary>A header of the last answer, or null.</summary>
    public string? Header(string name) => HttpHead.Find(Head, Encoding.ASCII.GetBytes(name)) is { IsEmpty: false } value ? Encoding.ASCII.GetString(value) : null;

    /// <summary>What was read of the last answer's body, chunk markers included.</summary>
    public string Body => Encoding.UTF8.GetString(_buffer, _headEnd, _filled - _headEnd);

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private ReadOnlySpan<byte> Head => _buffer.AsSpan(0, _headEnd);

    private bool BodyIsComplete(out int needed)
    {
        needed = 0;
        var body = _buffer.AsSpan(_headEnd, _filled - _headEnd);
        if (HttpHead.ContentLength(Head) is { } length)
        {
            needed = _headEnd + length;
            return body.Length >= length;
        }

        // Chunked, the only other framing that our servers use with keep-alive.
        return body.EndsWith("0\r\n\r\n"u8) && (body.Length == 5 || body[^7..^5].SequenceEqual("\r\n"u8));
    }

    private async ValueTask ReadMoreAsync(int total, CancellationToken cancellationToken)
    {
        if (Math.Max(total, _filled + 1) > _buffer.Length)
            Array.Resize(ref _buffer, Math.Max(total, _buffer.Length * 2));
        var read = await _socket.ReceiveAsync(_buffer.AsMemory(_filled), cancellationToken);
        if (read == 0)
            throw new IOException("The server closed the connection before the answer was complete.");
        _filled += read;
    }
}

using Microsoft.AspNetCore.Http.Features;

namespace McpTenants.Gateway.Forwarding;

/// <summary>
/// Remembers whether anybody asked for a byte of a call's body. The engine does so only with a connection in its hands, so a body that nobody
/// touched was not sent, whatever went wrong.
/// </summary>
internal sealed class TouchedBody(Stream body) : Stream
{
    private bool _touched;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Puts the mark on the body of a call, once however often the call is tried.</summary>
    public static void Watch(HttpRequest request)
    {
        if (request.Body is not TouchedBody)
            request.Body = new TouchedBody(request.Body);
    }

    /// <summary>True: the call has a body and no byte of it has left the client's connection. A call without a body gives no such proof.</summary>
    public static bool IsWhole(HttpContext context) =>
        context.Request.Body is TouchedBody { _touched: false } && context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _touched = true;
        return body.ReadAsync(buffer, cancellationToken);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        _touched = true;
        return body.Read(buffer, offset, count);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

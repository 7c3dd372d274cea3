using McpTenants.Gateway.Lifecycle;

namespace McpTenants.Gateway.Forwarding;

/// <summary>
/// The client's side of an answer that is an event stream and may be silent for long while a tool works. Between two events, and only there, a
/// comment may be put in by somebody else; so clients and proxies that give up on silence (a minute is usual) do not.
/// </summary>
internal sealed class EventAnswer(Stream client, MonotonicClock clock) : Stream
{
    private static readonly ReadOnlyMemory<byte> Comment = ": keepalive\n\n"u8.ToArray();

    private readonly SemaphoreSlim _pen = new(1, 1);
    private TimeSpan _written = clock.Now;
    private bool _lineIsEmpty = true;
    private bool _eventIsOpen;
    private bool _over;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _pen.WaitAsync(cancellationToken);
        try
        {
            Follow(buffer.Span);
            await client.WriteAsync(buffer, cancellationToken);
            _written = clock.Now;
        }
        finally
        {
            _pen.Release();
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => client.FlushAsync(cancellationToken);

    /// <summary>Sends a comment if nothing was sent for so long; not in the middle of an event, and not while something is being sent.</summary>
    public async Task KeepAliveAsync(TimeSpan silence, CancellationToken ct)
    {
        if (!await _pen.WaitAsync(0, CancellationToken.None))
            return;
        try
        {
            if (_over || _eventIsOpen || clock.Now - _written < silence)
                return;
            _written = clock.Now;
            await client.WriteAsync(Comment, ct);
            await client.FlushAsync(ct);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // Whoever writes the answer itself meets the same end and reports it.
        }
        finally
        {
            _pen.Release();
        }
    }

    /// <summary>The answer is complete: the connection belongs to the next request, and nobody may write any more.</summary>
    public async Task FinishAsync()
    {
        await _pen.WaitAsync(CancellationToken.None);
        _over = true;
        _pen.Release();
    }

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>An event is over with a blank line; a CR alone counts as half of one, so that a CRLF cut in two is not taken for two lines.</summary>
    private void Follow(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            if (b == '\n')
            {
                _eventIsOpen &= !_lineIsEmpty;
                _lineIsEmpty = true;
            }
            else if (b != '\r')
            {
                _lineIsEmpty = false;
                _eventIsOpen = true;
            }
        }
    }
}

namespace McpTenants.Gateway.Caching;

/// <summary>Passes an answer on and keeps a copy of it, as long as it is small.</summary>
internal sealed class CapturedBody(Stream client, int maxBytes) : Stream
{
    private MemoryStream? _copy = new();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>All of it, or null when it was too large.</summary>
    public ReadOnlyMemory<byte>? Copy => _copy is { } copy ? copy.GetBuffer().AsMemory(0, (int)copy.Length) : null;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Keep(buffer.Span);
        return client.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Write(byte[] buffer, int offset, int count)
    {
        Keep(buffer.AsSpan(offset, count));
        client.Write(buffer, offset, count);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => client.FlushAsync(cancellationToken);

    public override void Flush() => client.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_copy?.Length + bytes.Length > maxBytes)
            _copy = null;
        _copy?.Write(bytes);
    }
}

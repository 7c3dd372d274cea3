namespace McpTenants.Instance.Protocol;

/// <summary>The body of a response, which can be taken out of the hands of whoever writes events to it.</summary>
internal sealed class AnswerStream(Stream inner) : Stream
{
    private bool isTaken;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Writes the whole body; what others write from now on is dropped.</summary>
    public ValueTask WriteInsteadAsync(ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        isTaken = true;
        return inner.WriteAsync(body, cancellationToken);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        isTaken ? ValueTask.CompletedTask : inner.WriteAsync(buffer, cancellationToken);

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => isTaken ? Task.CompletedTask : inner.FlushAsync(cancellationToken);

    public override void Write(byte[] buffer, int offset, int count)
    {
        if (!isTaken)
            inner.Write(buffer, offset, count);
    }

    public override void Flush()
    {
        if (!isTaken)
            inner.Flush();
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}

using System.Buffers;

namespace McpTenants.Gateway.Streams;

/// <summary>
/// Cuts a server's stream into whole events. Only whole ones are passed on: half an event followed by anything else would be another event.
/// While it waits for the first byte of an event it holds no buffer.
/// </summary>
internal sealed class EventReader(Stream source, int maxEventBytes) : IDisposable
{
    private const int FirstSize = 4 * 1024;

    private byte[]? _buffer;
    private int _filled;
    private int _taken;

    /// <summary>The next event with the blank line that ends it, valid until the next call; null when the server has ended the stream.</summary>
    /// <exception cref="InvalidDataException">The event is too large.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken ct)
    {
        Consume();
        var scanned = 0;
        while (true)
        {
            var length = EventEnd(_buffer.AsSpan(0, _filled), ref scanned);
            if (length > 0)
            {
                _taken = length;
                return _buffer.AsMemory(0, length);
            }

            if (_filled == 0)
            {
                Release();
                // Completes when there is something to read and needs no memory until then.
#pragma warning disable CA2022, MA0060 // Nothing is read on purpose.
                await source.ReadAsync(Memory<byte>.Empty, ct);
#pragma warning restore CA2022, MA0060
            }

            Grow();
            var read = await source.ReadAsync(_buffer.AsMemory(_filled), ct);
            if (read == 0)
                return null;
            _filled += read;
        }
    }

    public void Dispose() => Release();

    /// <summary>Length of the first event, or 0. Lines end with LF, CRLF or CR; a blank one ends the event.</summary>
    private static int EventEnd(ReadOnlySpan<byte> bytes, ref int lineStart)
    {
        for (var at = lineStart; at < bytes.Length;)
        {
            var rest = bytes[at..].IndexOfAny((byte)'\n', (byte)'\r');
            // A CR at the very end may be half of a CRLF.
            if (rest < 0 || (bytes[at + rest] == '\r' && at + rest + 1 == bytes.Length))
                return 0;
            var end = at + rest + (bytes[at + rest] == '\r' && bytes[at + rest + 1] == '\n' ? 2 : 1);
            if (rest == 0)
                return end;
            lineStart = at = end;
        }

        return 0;
    }

    private void Consume()
    {
        if (_taken == 0)
            return;
        _filled -= _taken;
        _buffer.AsSpan(_taken, _filled).CopyTo(_buffer);
        _taken = 0;
    }

    private void Grow()
    {
        _buffer ??= ArrayPool<byte>.Shared.Rent(FirstSize);
        if (_filled < _buffer.Length)
            return;
        if (_filled >= maxEventBytes)
            throw new InvalidDataException("the event is too large");
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(0, _filled).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = larger;
    }

    private void Release()
    {
        if (_buffer is not null)
            ArrayPool<byte>.Shared.Return(_buffer, clearArray: true);
        _buffer = null;
    }
}

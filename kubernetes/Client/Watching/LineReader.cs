using System.Buffers;
using System.IO.Pipelines;

namespace k8s;

/// <summary>Splits a stream into lines without copying them; a line that would exhaust memory is thrown away piece by piece.</summary>
internal sealed class LineReader(Stream stream, long longestLine) : IAsyncDisposable
{
    private readonly PipeReader _pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 16 * 1024));
    private SequencePosition? _consumed;
    private long _scanned;
    private bool _discarding;

    /// <summary>Lines that were too long.</summary>
    public int Discarded { get; private set; }

    /// <summary>Bytes after the last line end when the stream ended.</summary>
    public long Unfinished { get; private set; }

    /// <summary>The next line, valid until the next call; null at the end of the stream.</summary>
    public async ValueTask<ReadOnlySequence<byte>?> ReadAsync(CancellationToken ct)
    {
        if (_consumed is { } consumed)
            _pipe.AdvanceTo(consumed);
        _consumed = null;
        while (true)
        {
            var result = await _pipe.ReadAsync(ct).ConfigureAwait(false);
            var buffer = result.Buffer;
            // Only new bytes are searched: a long line in small pieces would otherwise cost its square.
            if (buffer.Slice(_scanned).PositionOf((byte)'\n') is { } end)
            {
                _scanned = 0;
                if (!_discarding)
                {
                    _consumed = buffer.GetPosition(1, end);
                    return buffer.Slice(0, end);
                }

                _discarding = false;
                _pipe.AdvanceTo(buffer.GetPosition(1, end));
                continue;
            }

            if (result.IsCompleted)
            {
                Unfinished = buffer.Length;
                _pipe.AdvanceTo(buffer.End);
                return null;
            }

            Keep(buffer);
        }
    }

    public ValueTask DisposeAsync() => _pipe.CompleteAsync();

    private void Keep(ReadOnlySequence<byte> buffer)
    {
        if (!_discarding && buffer.Length <= longestLine)
        {
            _scanned = buffer.Length;
            _pipe.AdvanceTo(buffer.Start, buffer.End);
            return;
        }

        if (!_discarding)
            Discarded++;
        _discarding = true;
        _scanned = 0;
        _pipe.AdvanceTo(buffer.End);
    }
}

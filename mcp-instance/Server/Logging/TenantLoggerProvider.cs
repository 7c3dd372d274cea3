using System.Buffers;

namespace McpTenants.Instance.Logging;

/// <summary>
/// Logs to a stream, standard output in production. Nothing is held back, because the process may be gone in a second: who finds nobody writing writes its
/// line, and who finds somebody leaves it to that one and goes on, so that calls do not wait for each other's lines.
/// </summary>
internal sealed class TenantLoggerProvider(Stream output, TimeProvider time) : ILoggerProvider
{
    // Where the stream is so slow that this much waits, callers wait too.
    private const int MostLeft = 256 << 10;

    // Guards both buffers and the flag.
    private readonly Lock gate = new();
    // Held by who writes; taken before gate.
    private readonly Lock writing = new();
    private ArrayBufferWriter<byte> left = new(4096);
    private ArrayBufferWriter<byte> taken = new(4096);
    private bool isWriting;

    public TimeProvider Time => time;

    /// <summary>Name and UID; set once the configuration is known. Swapped whole, so a line never mixes two.</summary>
    public (string Name, string Uid) Tenant { get; set; } = ("", "");

    public ILogger CreateLogger(string categoryName) => new TenantLogger(categoryName, this);

    /// <summary>Who writes is told of a failure of the stream. Lines of others stay for whoever comes next: they may come twice, but are not lost.</summary>
    public void Write(ReadOnlySpan<byte> line)
    {
        if (TryLeave(line))
            return;
        lock (writing)
        {
            lock (gate)
                isWriting = true;
            try
            {
                WriteKept();
                output.Write(line);
                while (TryTake(isEnd: true))
                    WriteTaken();
            }
            catch
            {
                lock (gate)
                    isWriting = false;
                throw;
            }
        }
    }

    public void Dispose()
    {
        lock (writing)
        {
            WriteKept();
            output.Flush();
        }
    }

    private bool TryLeave(ReadOnlySpan<byte> line)
    {
        lock (gate)
        {
            if (!isWriting || left.WrittenCount + taken.WrittenCount >= MostLeft)
                return false;
            left.Write(line);
            return true;
        }
    }

    // From when the stream has failed, so older than what comes now.
    private void WriteKept()
    {
        if (taken.WrittenCount > 0)
            WriteTaken();
        if (TryTake(isEnd: false))
            WriteTaken();
    }

    private bool TryTake(bool isEnd)
    {
        lock (gate)
        {
            if (left.WrittenCount == 0)
            {
                isWriting &= !isEnd;
                return false;
            }
            (left, taken) = (taken, left);
            return true;
        }
    }

    private void WriteTaken()
    {
        output.Write(taken.WrittenSpan);
        lock (gate)
            taken.ResetWrittenCount();
    }
}

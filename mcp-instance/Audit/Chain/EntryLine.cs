using System.Buffers;
using System.Buffers.Text;
using System.Text;
using McpTenants.Audit.Json;

namespace McpTenants.Audit.Chain;

/// <summary>
/// What happened, as one line behind the head of the chain. There is one for each call, so it is written straight into the bytes that go to the file; all other
/// records are rare and take the way over a tree (<see cref="AuditLine"/>).
/// </summary>
internal static class EntryLine
{
    private const int MaximumText = 128;

    // Digits of a double are the digits of the fraction up to here; longer times are written by the general way.
    private const long ExactMicroseconds = 1_000_000_000_000;

    /// <summary>Appends the line with the line end to the output. The members come in their canonical order, which is that of their names.</summary>
    public static ChainHead Seal(AuditEntry entry, EntryDigests digests, RecordPlace place, ChainHead head, ArrayBufferWriter<byte> output)
    {
        var next = head.Sequence + 1;
        var start = output.WrittenCount;
        output.Write("{"u8);
        if (digests.Arguments is { } arguments)
            Add(output, "\"args\":"u8, arguments);
        Add(output, "\"at\":"u8, place.At);
        if (digests.Caller is { } caller)
            Add(output, "\"caller\":"u8, caller);
        AddOptional(output, "\"correlation\":"u8, entry.Correlation);
        AddOptional(output, "\"credential\":"u8, entry.Credential);
        Add(output, "\"epoch\":"u8, place.Epoch);
        Add(output, "\"event\":"u8, entry.Event);
        Add(output, "\"hash\":"u8, AuditLine.BlankHash);
        AddMilliseconds(output, "\"ms\":"u8, entry.Duration);
        Add(output, "\"outcome\":"u8, Bounded(entry.Outcome));
        Add(output, "\"prev\":"u8, head.Hash);
        Add(output, "\"seq\":"u8, next);
        AddOptional(output, "\"target\":"u8, entry.Target);
        Add(output, "\"tenant\":"u8, place.Tenant);
        output.Write("\"tool\":"u8);
        CanonicalJson.WriteString(Bounded(entry.Tool), output);
        output.Write("}\n"u8);
        return new ChainHead(next, AuditLine.SealInPlace(output, start));
    }

    private static void AddOptional(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> name, string? text)
    {
        if (!string.IsNullOrEmpty(text))
            Add(output, name, Bounded(text));
    }

    private static void Add(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> name, string text)
    {
        output.Write(name);
        CanonicalJson.WriteString(text, output);
        output.Write(","u8);
    }

    private static void Add(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> name, long number)
    {
        output.Write(name);
        WriteDigits(output, number, default);
        output.Write(","u8);
    }

    private static void AddMilliseconds(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> name, TimeSpan time)
    {
        output.Write(name);
        var microseconds = time.Ticks / TimeSpan.TicksPerMicrosecond;
        if (microseconds is < 0 or > ExactMicroseconds)
        {
            output.Write(Encoding.ASCII.GetBytes(CanonicalNumber.Format(microseconds / 1000.0)));
        }
        else
        {
            WriteDigits(output, microseconds / 1000, default);
            WriteFraction(output, (int)(microseconds % 1000));
        }
        output.Write(","u8);
    }

    private static void WriteFraction(ArrayBufferWriter<byte> output, int thousandths)
    {
        if (thousandths == 0)
            return;
        output.Write("."u8);
        if (thousandths % 100 == 0)
            WriteDigits(output, thousandths / 100, new StandardFormat('D', 1));
        else if (thousandths % 10 == 0)
            WriteDigits(output, thousandths / 10, new StandardFormat('D', 2));
        else
            WriteDigits(output, thousandths, new StandardFormat('D', 3));
    }

    private static void WriteDigits(ArrayBufferWriter<byte> output, long number, StandardFormat format)
    {
        Utf8Formatter.TryFormat(number, output.GetSpan(20), out var written, format);
        output.Advance(written);
    }

    private static string Bounded(string text) => text.Length <= MaximumText ? text : text[..MaximumText];
}

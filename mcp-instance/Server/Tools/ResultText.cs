using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace McpTenants.Instance.Tools;

/// <summary>Where the result of a tool is written before it is known how large it is. Each thread keeps one, because there is a result for each call.</summary>
internal sealed class ResultText
{
    private const int LargestKept = 64 << 10;

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static ResultText? kept;

    private readonly ArrayBufferWriter<byte> bytes = new(1024);
    private readonly Utf8JsonWriter json;

    private ResultText() => json = new Utf8JsonWriter(bytes, Writing);

    /// <summary>Gives what the reader makes of the bytes, which are good until it returns.</summary>
    public static T Of<T>(Action<Utf8JsonWriter> write, Func<ReadOnlySpan<byte>, T> read)
    {
        // Taken while in use: what is being written must not be written into, and what failed half-way is not used again.
        var text = kept ?? new ResultText();
        kept = null;
        write(text.json);
        text.json.Flush();
        var result = read(text.bytes.WrittenSpan);
        if (text.bytes.Capacity <= LargestKept)
        {
            text.bytes.ResetWrittenCount();
            text.json.Reset();
            kept = text;
        }
        return result;
    }
}

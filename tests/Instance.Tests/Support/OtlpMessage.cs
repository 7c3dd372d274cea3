using System.Text;

namespace Instance.Tests.Support;

/// <summary>As much of OTLP's protobuf as tests ask for: messages, strings and their field numbers, by opentelemetry-proto 1.x.</summary>
internal readonly record struct OtlpMessage(ReadOnlyMemory<byte> Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>The messages or strings with a field number, in order; following the numbers one after the other.</summary>
    public IEnumerable<OtlpMessage> At(params int[] path) => path is [] ? [this] : Fields(path[0]).SelectMany(inner => inner.At(path[1..]));

    /// <summary>String attributes of a message that has KeyValue pairs at a field.</summary>
    public Dictionary<string, string> Attributes(int field) =>
        At(field).ToDictionary(pair => pair.At(1).Single().Text, pair => pair.At(2, 1).Select(v => v.Text).FirstOrDefault() ?? "", StringComparer.Ordinal);

    private List<OtlpMessage> Fields(int wanted)
    {
        var found = new List<OtlpMessage>();
        for (var at = 0; at < Bytes.Length;)
        {
            var key = Varint(ref at);
            var (field, type) = ((int)(key >> 3), (int)(key & 7));
            var length = type switch { 0 => 0, 1 => 8, 2 => (int)Varint(ref at), 5 => 4, _ => throw new InvalidDataException($"Wire type {type} at {at}.") };
            if (type == 0)
                Varint(ref at);
            if (type == 2 && field == wanted)
                found.Add(new OtlpMessage(Bytes.Slice(at, length)));
            at += length;
        }
        return found;
    }

    private ulong Varint(ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = Bytes.Span[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }
}

using System.Text.Json;

namespace k8s;

/// <summary>Go parses MicroTime fields with a fixed layout: without all six decimals the server answers 400, once in a million writes.</summary>
internal sealed class MicroTimeConverter : TimestampConverter
{
    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Utc(value).ToString(Microseconds, CultureInfo.InvariantCulture));
}

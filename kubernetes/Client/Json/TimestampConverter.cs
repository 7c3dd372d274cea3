using System.Text.Json;

namespace k8s;

/// <summary>RFC 3339 in UTC: whole seconds, or exactly six decimals when there is a fraction; one to nine decimals are accepted.</summary>
internal class TimestampConverter : JsonConverter<DateTime>
{
    private const string Seconds = "yyyy'-'MM'-'dd'T'HH':'mm':'ss'Z'";
    private protected const string Microseconds = "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'ffffff'Z'";

    public override DateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString() ?? throw new JsonException("expected a timestamp");
        // .NET holds 100 ns; nanoseconds beyond it are cut off.
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0)
        {
            var end = dot + 1;
            while (end < text.Length && char.IsAsciiDigit(text[end]))
                end++;
            if (end - dot - 1 > 7)
                text = string.Concat(text.AsSpan(0, dot + 8), text.AsSpan(end));
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.UtcDateTime
            : throw new JsonException($"'{text}' is not a timestamp");
    }

    public override void Write(Utf8JsonWriter writer, DateTime value, JsonSerializerOptions options)
    {
        var utc = Utc(value);
        var format = utc.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond == 0 ? Seconds : Microseconds;
        writer.WriteStringValue(utc.ToString(format, CultureInfo.InvariantCulture));
    }

    private protected static DateTime Utc(DateTime value) => value.Kind == DateTimeKind.Local ? value.ToUniversalTime() : value;
}

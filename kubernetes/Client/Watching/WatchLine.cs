using System.Buffers;
using System.Text.Json;
using k8s.Models;

namespace k8s;

/// <summary>Parses one line of a watch in a single pass over its bytes.</summary>
internal static class WatchLine
{
    /// <exception cref="JsonException">The line is malformed.</exception>
    public static WatchEvent<T> Parse<T>(in ReadOnlySequence<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject, "a watch event must be an object");
        WatchEventType? type = null;
        Utf8JsonReader early = default;
        var isEarly = false;
        T? entity = default;
        V1Status? status = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                type = TypeOf(ref reader);
            }
            else if (reader.ValueTextEquals("object"u8))
            {
                // Servers write the type first; should one not, the place is kept until it is known.
                if (type is null)
                {
                    early = reader;
                    isEarly = true;
                    reader.Skip();
                    continue;
                }

                ReadObject(ref reader, type.Value, ref entity, ref status);
            }
            else
            {
                reader.Skip();
            }
        }

        Expect(type is not null, "a watch event needs a type");
        if (isEarly)
            ReadObject(ref early, type!.Value, ref entity, ref status);
        Expect(entity is not null || status is not null, "a watch event needs an object");
        return new WatchEvent<T>(type!.Value, entity, status);
    }

    private static void ReadObject<T>(ref Utf8JsonReader reader, WatchEventType type, ref T? entity, ref V1Status? status)
    {
        if (type == WatchEventType.Error)
            status = JsonSerializer.Deserialize(ref reader, KubernetesJson.TypeInfo<V1Status>());
        else
            entity = JsonSerializer.Deserialize(ref reader, KubernetesJson.TypeInfo<T>());
    }

    private static WatchEventType TypeOf(ref Utf8JsonReader reader)
    {
        Expect(reader.TokenType == JsonTokenType.String, "a watch event's type must be text");
        if (reader.ValueTextEquals("ADDED"u8))
            return WatchEventType.Added;
        if (reader.ValueTextEquals("MODIFIED"u8))
            return WatchEventType.Modified;
        if (reader.ValueTextEquals("DELETED"u8))
            return WatchEventType.Deleted;
        if (reader.ValueTextEquals("BOOKMARK"u8))
            return WatchEventType.Bookmark;
        Expect(reader.ValueTextEquals("ERROR"u8), "unknown watch event type");
        return WatchEventType.Error;
    }

    private static void Expect(bool condition, string expectation)
    {
        if (!condition)
            throw new JsonException(expectation);
    }
}

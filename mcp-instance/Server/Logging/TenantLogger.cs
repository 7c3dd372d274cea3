using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace McpTenants.Instance.Logging;

/// <summary>Writes one JSON object per line, always with the tenant. Only named values of our own messages are written; exceptions without their text.</summary>
internal sealed class TenantLogger(string category, TenantLoggerProvider owner) : ILogger
{
    // Of the round-trip form, which is made several times faster than any form of our own; the same as operator and gateway have.
    private const int UpToMilliseconds = 23;

    // Every request writes a line, so each thread keeps what it writes with.
    [ThreadStatic]
    private static Line? kept;

    // Names of values are part of the messages in our source, so there are few.
    private static readonly ConcurrentDictionary<string, JsonEncodedText> Names = new(StringComparer.Ordinal);

    private readonly JsonEncodedText category = JsonEncodedText.Encode(category);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information && logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        // Taken while in use: a value that logs while it is written must not write into this line.
        var line = kept ?? new Line();
        kept = null;
        var json = line.Json;
        json.WriteStartObject();
        WriteTime(json);
        json.WriteString("level"u8, logLevel.ToString());
        var (name, uid) = owner.Tenant;
        json.WriteString("tenant"u8, name);
        json.WriteString("tenantUid"u8, uid);
        json.WriteString("category"u8, category);
        json.WriteString("message"u8, formatter(state, null));
        WriteValues(json, state);
        if (exception is not null)
            WriteException(json, exception);
        json.WriteEndObject();
        owner.Write(line.Complete());
        line.Clear();
        kept = line;
    }

    private void WriteTime(Utf8JsonWriter json)
    {
        Span<byte> time = stackalloc byte[32];
        owner.Time.GetUtcNow().UtcDateTime.TryFormat(time, out _, "O", CultureInfo.InvariantCulture);
        time[UpToMilliseconds] = (byte)'Z';
        json.WriteString("time"u8, time[..(UpToMilliseconds + 1)]);
    }

    private static void WriteValues<TState>(Utf8JsonWriter json, TState state)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> values)
            return;
        for (var i = 0; i < values.Count; i++)
        {
            var (key, value) = values[i];
            if (key == "{OriginalFormat}" || value is null)
                continue;
            var name = Names.GetOrAdd(key, static k => JsonEncodedText.Encode(char.ToLowerInvariant(k[0]) + k[1..]));
            if (value is int or long)
                json.WriteNumber(name, Convert.ToInt64(value, CultureInfo.InvariantCulture));
            else if (value is double number)
                json.WriteNumber(name, number);
            else
                json.WriteString(name, Convert.ToString(value, CultureInfo.InvariantCulture));
        }
    }

    // The text of an exception may quote what a caller sent; only those that speak of files and the database are repeated.
    private static void WriteException(Utf8JsonWriter json, Exception exception)
    {
        json.WriteString("exception", exception.GetType().FullName);
        if (exception is IOException or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException)
            json.WriteString("exceptionMessage", exception.Message);
        if (exception.StackTrace is { } stack)
            json.WriteString("stack", stack);
    }

    private sealed class Line
    {
        private readonly ArrayBufferWriter<byte> bytes = new(1024);

        public Line() => Json = new Utf8JsonWriter(bytes);

        public Utf8JsonWriter Json { get; }

        public ReadOnlySpan<byte> Complete()
        {
            Json.Flush();
            bytes.Write("\n"u8);
            return bytes.WrittenSpan;
        }

        public void Clear()
        {
            bytes.ResetWrittenCount();
            Json.Reset();
        }
    }
}

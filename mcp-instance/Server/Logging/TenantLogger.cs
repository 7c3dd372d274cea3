using System.Globalization;
using System.Text.Json;

namespace McpTenants.Instance.Logging;

/// <summary>Writes one JSON object per line, always with the tenant. Only named values of our own messages are written; exceptions without their text.</summary>
internal sealed class TenantLogger(string category, TenantLoggerProvider owner) : ILogger
{
    // The same as operator and gateway have.
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information && logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        using var buffer = new MemoryStream(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", owner.Time.GetUtcNow().UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
            json.WriteString("level", logLevel.ToString());
            var (name, uid) = owner.Tenant;
            json.WriteString("tenant", name);
            json.WriteString("tenantUid", uid);
            json.WriteString("category", category);
            json.WriteString("message", formatter(state, null));
            WriteValues(json, state);
            if (exception is not null)
                WriteException(json, exception);
            json.WriteEndObject();
        }
        buffer.WriteByte((byte)'\n');
        owner.Write(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private static void WriteValues<TState>(Utf8JsonWriter json, TState state)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> values)
            return;
        foreach (var (key, value) in values)
        {
            if (key == "{OriginalFormat}" || value is null)
                continue;
            var name = char.ToLowerInvariant(key[0]) + key[1..];
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
}

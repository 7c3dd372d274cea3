using System.Globalization;
using System.Text.Json;

namespace McpTenants.Audit.Chain;

/// <summary>A record as read from a line that is what its hash says.</summary>
internal sealed record AuditRecord(long Sequence, string Previous, string Hash, long Epoch, string Event, DateTimeOffset At, JsonElement Body)
{
    public ChainHead Head => new(Sequence, Hash);

    public string? Text(string member) =>
        Body.TryGetProperty(member, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    /// <summary>The members that every record has, or null.</summary>
    public static AuditRecord? TryCreate(JsonElement body)
    {
        if (body.ValueKind is not JsonValueKind.Object
            || !TryLong(body, "seq", out var sequence) || sequence < 1 || !TryLong(body, "epoch", out var epoch)
            || TryText(body, "prev") is not { Length: 64 } previous || TryText(body, "hash") is not { Length: 64 } hash || TryText(body, "event") is not { } kind
            || !DateTimeOffset.TryParse(TryText(body, "at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            return null;
        return new AuditRecord(sequence, previous, hash, epoch, kind, at, body);
    }

    private static bool TryLong(JsonElement body, string member, out long value)
    {
        value = 0;
        return body.TryGetProperty(member, out var found) && found.ValueKind is JsonValueKind.Number && found.TryGetInt64(out value);
    }

    private static string? TryText(JsonElement body, string member) =>
        body.TryGetProperty(member, out var found) && found.ValueKind is JsonValueKind.String ? found.GetString() : null;
}

using System.Collections.Frozen;
using System.Text.Json;

namespace McpTenants.Authorization;

/// <summary>Typed access to the registered claims; a claim of the wrong JSON type is an error, never "absent".</summary>
internal static class TokenClaims
{
    // Latest second that DateTimeOffset can hold.
    private const double MaximumSeconds = 253402300799d;

    /// <summary>Reads a NumericDate (RFC 7519: seconds since 1970, fractions allowed). False when the claim is there but is no such number.</summary>
    public static bool TryGetDate(JsonElement payload, string name, out DateTimeOffset? date)
    {
        date = null;
        if (!payload.TryGetProperty(name, out var value))
            return true;
        if (value.ValueKind is not JsonValueKind.Number || !value.TryGetDouble(out var seconds) || !(seconds is >= 0 and <= MaximumSeconds))
            return false;
        date = DateTimeOffset.UnixEpoch.AddSeconds(seconds);
        return true;
    }

    /// <summary>Reads a claim that is a string or an array of strings. False when it is anything else.</summary>
    public static bool TryGetStrings(JsonElement payload, string name, out string[] values)
    {
        values = [];
        if (!payload.TryGetProperty(name, out var value))
            return true;
        if (value.ValueKind is JsonValueKind.String)
        {
            values = [value.GetString()!];
            return true;
        }
        if (value.ValueKind is not JsonValueKind.Array || value.EnumerateArray().Any(v => v.ValueKind is not JsonValueKind.String))
            return false;
        values = [.. value.EnumerateArray().Select(v => v.GetString()!)];
        return true;
    }

    public static bool TryGetScopes(JsonElement payload, out IReadOnlySet<string> scopes)
    {
        scopes = FrozenSet<string>.Empty;
        if (!TryGetStrings(payload, "scope", out var standard) || !TryGetStrings(payload, "scp", out var microsoft))
            return false;
        scopes = standard.Concat(microsoft).SelectMany(s => s.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToHashSet(StringComparer.Ordinal);
        return true;
    }

    public static string? FindSubject(JsonElement payload)
    {
        foreach (var name in (ReadOnlySpan<string>)["sub", "client_id", "azp"])
        {
            if (payload.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 } subject)
                return subject;
        }
        return null;
    }
}

using System.Globalization;

namespace McpTenants.Bench.ColdStart;

/// <summary>Reads the Server-Timing header that the gateway puts on the answer to a cold call.</summary>
internal static class ServerTiming
{
    /// <summary>Milliseconds by phase; empty for a call that was not cold.</summary>
    public static IReadOnlyDictionary<string, double> Parse(string? header)
    {
        var phases = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var metric in (header ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = metric.Split(';', StringSplitOptions.TrimEntries);
            var duration = parts.Skip(1).FirstOrDefault(p => p.StartsWith("dur=", StringComparison.Ordinal));
            if (duration is not null && double.TryParse(duration.AsSpan(4), NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds))
                phases[parts[0]] = milliseconds;
        }

        return phases;
    }
}

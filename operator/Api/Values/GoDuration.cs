using System.Globalization;

namespace McpTenants.Api.Values;

/// <summary>Durations as Go writes them (<c>30s</c>, <c>1h30m</c>, <c>1.5h</c>) plus <c>d</c> for 24 hours. No sign, no bare numbers.</summary>
public static class GoDuration
{
    /// <summary>What the CRD lets through; a value that matches may still be out of range.</summary>
    public const string Pattern = @"^([0-9]+(\.[0-9]+)?(ms|s|m|h|d))+$";

    /// <summary>Reads a duration; false when the text is not one or does not fit a <see cref="TimeSpan"/>.</summary>
    public static bool TryParse(string? text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        if (string.IsNullOrEmpty(text) || text.Length > 64)
            return false;

        var ticks = 0m;
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var digits = rest.IndexOfAnyExcept("0123456789.");
            if (digits <= 0 || !char.IsAsciiDigit(rest[0]) || !char.IsAsciiDigit(rest[digits - 1])
                || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return false;
            rest = rest[digits..];
            if (!TakeUnit(ref rest, out var unit) || number > TimeSpan.MaxValue.Ticks / unit)
                return false;
            ticks += number * unit;
        }

        if (ticks > TimeSpan.MaxValue.Ticks)
            return false;
        value = TimeSpan.FromTicks((long)ticks);
        return true;
    }

    /// <summary>Writes the shortest exact form, largest unit first; zero is <c>0s</c>.</summary>
    public static string Format(TimeSpan value)
    {
        if (value < TimeSpan.FromMilliseconds(1))
            return "0s";
        var text = string.Empty;
        if (value.Days > 0) text += value.Days.ToString(CultureInfo.InvariantCulture) + "d";
        if (value.Hours > 0) text += value.Hours.ToString(CultureInfo.InvariantCulture) + "h";
        if (value.Minutes > 0) text += value.Minutes.ToString(CultureInfo.InvariantCulture) + "m";
        if (value.Seconds > 0) text += value.Seconds.ToString(CultureInfo.InvariantCulture) + "s";
        if (value.Milliseconds > 0) text += value.Milliseconds.ToString(CultureInfo.InvariantCulture) + "ms";
        return text;
    }

    private static bool TakeUnit(ref ReadOnlySpan<char> rest, out long ticks)
    {
        (ticks, var length) = rest switch
        {
            ['m', 's', ..] => (TimeSpan.TicksPerMillisecond, 2),
            ['s', ..] => (TimeSpan.TicksPerSecond, 1),
            ['m', ..] => (TimeSpan.TicksPerMinute, 1),
            ['h', ..] => (TimeSpan.TicksPerHour, 1),
            ['d', ..] => (TimeSpan.TicksPerDay, 1),
            _ => (0L, 0),
        };
        rest = rest[length..];
        return length > 0;
    }
}

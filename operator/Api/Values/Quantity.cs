using System.Globalization;

namespace McpTenants.Api.Values;

/// <summary>Kubernetes resource quantities (<c>500m</c>, <c>1Gi</c>, <c>1e3</c>) as exact decimals, for comparing; the text itself is passed on unchanged.</summary>
public static class Quantity
{
    /// <summary>Reads a quantity that is not negative; false when the text is not one or is too large.</summary>
    public static bool TryParse(string? text, out decimal value)
    {
        value = 0;
        if (string.IsNullOrEmpty(text) || text.Length > 32)
            return false;
        var digits = text.AsSpan().IndexOfAnyExcept("0123456789.");
        var number = digits < 0 ? text.AsSpan() : text.AsSpan(0, digits);
        if (number.IsEmpty || number[0] == '.' || number[^1] == '.'
            || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var mantissa)
            || !TryScale(text.AsSpan(number.Length), out var scale)
            || (scale > 1 && mantissa > decimal.MaxValue / scale))
            return false;
        value = mantissa * scale;
        return true;
    }

    /// <summary>Reads a quantity that was checked before.</summary>
    /// <exception cref="FormatException">The text is not a quantity.</exception>
    public static decimal Parse(string text) =>
        TryParse(text, out var value) ? value : throw new FormatException($"'{text}' is not a resource quantity.");

    private static bool TryScale(ReadOnlySpan<char> suffix, out decimal scale)
    {
        scale = suffix switch
        {
            "" => 1m,
            "m" => 0.001m,
            "k" => 1e3m,
            "M" => 1e6m,
            "G" => 1e9m,
            "T" => 1e12m,
            "P" => 1e15m,
            "Ki" => 1024m,
            "Mi" => 1048576m,
            "Gi" => 1073741824m,
            "Ti" => 1099511627776m,
            "Pi" => 1125899906842624m,
            _ => 0m,
        };
        if (scale > 0)
            return true;
        if (suffix.Length < 2 || suffix[0] is not ('e' or 'E')
            || !int.TryParse(suffix[1..], NumberStyles.None, CultureInfo.InvariantCulture, out var exponent) || exponent > 18)
            return false;
        scale = 1m;
        for (var i = 0; i < exponent; i++)
            scale *= 10;
        return true;
    }
}

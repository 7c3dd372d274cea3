namespace k8s.Models;

/// <summary>The number notation of the API server (apimachinery, resource.Quantity).</summary>
internal static class QuantityNotation
{
    private static readonly FrozenDictionary<string, decimal> Suffixes = new Dictionary<string, decimal>(StringComparer.Ordinal)
    {
        [""] = 1m,
        ["n"] = 0.000_000_001m,
        ["u"] = 0.000_001m,
        ["m"] = 0.001m,
        ["k"] = 1_000m,
        ["M"] = 1_000_000m,
        ["G"] = 1_000_000_000m,
        ["T"] = 1_000_000_000_000m,
        ["P"] = 1_000_000_000_000_000m,
        ["E"] = 1_000_000_000_000_000_000m,
        ["Ki"] = 1L << 10,
        ["Mi"] = 1L << 20,
        ["Gi"] = 1L << 30,
        ["Ti"] = 1L << 40,
        ["Pi"] = 1L << 50,
        ["Ei"] = 1L << 60,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static decimal Parse(string text)
    {
        var end = text.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        // "1e3" ends in a digit and parses as a whole; "1E" ends in the suffix exa.
        var number = text.AsSpan(0, end < text.Length && text[end] == '.' ? ++end : end);
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!Suffixes.TryGetValue(text[end..], out var factor) || !decimal.TryParse(number, Style, CultureInfo.InvariantCulture, out var value))
            throw new FormatException($"'{text}' is not a quantity");
        try
        {
            return value * factor;
        }
        catch (OverflowException e)
        {
            throw new FormatException($"'{text}' is too large for a quantity", e);
        }
    }
}

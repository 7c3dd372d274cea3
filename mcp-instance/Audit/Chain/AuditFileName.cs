using System.Globalization;

namespace McpTenants.Audit.Chain;

/// <summary>Name of one file of the trail, <c>000012-0001.jsonl</c>: epoch and number within it.</summary>
internal sealed record AuditFileName(long Epoch, int Number)
{
    private const string Extension = ".jsonl";

    public static AuditFileName? TryParse(string name)
    {
        var dash = name.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0 || !name.EndsWith(Extension, StringComparison.Ordinal)
            || !long.TryParse(name.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
            || !int.TryParse(name.AsSpan(dash + 1, Math.Max(0, name.Length - dash - 1 - Extension.Length)), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        var parsed = new AuditFileName(epoch, number);
        // One name per file: 1-1.jsonl beside 000001-0001.jsonl would be two files in one place of the chain.
        return parsed.ToString() == name ? parsed : null;
    }

    public bool IsBefore(AuditFileName other) => Epoch < other.Epoch || (Epoch == other.Epoch && Number < other.Number);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch:D6}-{Number:D4}{Extension}");
}

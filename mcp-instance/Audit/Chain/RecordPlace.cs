using System.Globalization;

namespace McpTenants.Audit.Chain;

/// <summary>What the writer adds to every record.</summary>
/// <param name="At">Time of writing (UTC, milliseconds).</param>
/// <param name="Epoch">Epoch of the writer.</param>
/// <param name="Tenant">UID of the tenant.</param>
internal sealed record RecordPlace(string At, long Epoch, string Tenant)
{
    private const int UpToMilliseconds = 23;

    /// <summary>The first digits of the round-trip form, which is made several times faster than any form of our own.</summary>
    public static string Format(DateTimeOffset time)
    {
        Span<char> text = stackalloc char[32];
        time.UtcDateTime.TryFormat(text, out _, "O", CultureInfo.InvariantCulture);
        return string.Concat(text[..UpToMilliseconds], "Z");
    }
}

using System.Globalization;

namespace McpTenants.Instance.Tools;

/// <summary>Page cursors: opaque for callers, a row number for us. A made-up one only begins elsewhere in the caller's own documents.</summary>
internal static class Cursor
{
    public static string Format(long position) => "p" + position.ToString("x", CultureInfo.InvariantCulture);

    public static long? Parse(string? cursor) => cursor is null
        ? null
        : TryParse(cursor) ?? throw new ToolInputException("The cursor is not valid.");

    public static long? TryParse(string cursor) =>
        cursor.StartsWith('p') && long.TryParse(cursor.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var position) && position >= 0
            ? position
            : null;
}

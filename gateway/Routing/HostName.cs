namespace McpTenants.Gateway.Routing;

/// <summary>Reduces a Host header to the name that routes: without port, without the trailing dot. Anything unusual is no host at all.</summary>
internal static class HostName
{
    private const int MaxLength = 253;

    /// <summary>False for user info, IP literals in brackets, non-ASCII, empty labels, a bad port, and whatever else no DNS name contains.</summary>
    public static bool TryRead(ReadOnlySpan<char> header, out ReadOnlySpan<char> name)
    {
        name = header;
        var colon = header.IndexOf(':');
        if (colon >= 0)
        {
            if (!ushort.TryParse(header[(colon + 1)..], System.Globalization.NumberStyles.None, null, out _))
                return false;
            name = header[..colon];
        }

        if (name.EndsWith("."))
            name = name[..^1];
        if (name.Length is 0 or > MaxLength || name[0] == '.' || name[^1] == '.' || name.IndexOf("..") >= 0)
            return false;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.'))
                return false;
        }

        return true;
    }
}

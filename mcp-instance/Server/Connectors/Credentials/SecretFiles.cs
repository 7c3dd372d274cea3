namespace McpTenants.Instance.Connectors.Credentials;

/// <summary>Secrets as mounted files. They are read at every use, so a rotated secret counts from the next call on; nothing is kept that a rotation could make stale.</summary>
internal sealed class SecretFiles(string folder)
{
    private const int MaximumBytes = 64 << 10;

    /// <exception cref="UpstreamException">The secret is missing, empty or no single line of visible characters.</exception>
    public string Read(string name)
    {
        // The operator checks names too; this is the place that opens files.
        if (name.Length == 0 || name[0] == '.' || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            throw Unusable();
        try
        {
            var file = new FileInfo(Path.Combine(folder, name));
            if (file.Length > MaximumBytes && file.LinkTarget is null)
                throw Unusable();
            var text = File.ReadAllText(file.FullName).TrimEnd('\r', '\n');
            // Anything else would be an injection into a header, or a file that is not a secret.
            return text.Length is > 0 and <= MaximumBytes && text.All(c => c is >= ' ' and <= '~') ? text : throw Unusable();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(e);
        }
    }

    private static UpstreamException Unusable(Exception? inner = null) => new("The credential of this connector is missing or cannot be used; its administrator has to set it.", inner);
}

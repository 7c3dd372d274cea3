namespace ClusterAddons.Cluster;

/// <summary>A file that readers may open at any time: replaced whole, and only when its text changed.</summary>
internal static class ChangedFile
{
    /// <returns>True when it was written.</returns>
    public static async Task<bool> WriteAsync(string path, string text, CancellationToken cancellationToken)
    {
        if (File.Exists(path) && await File.ReadAllTextAsync(path, cancellationToken) == text)
            return false;

        // Beside, not inside, its directory: dnsmasq reads every file it finds in there.
        var temporary = $"{Path.GetDirectoryName(path)}.new";
        await File.WriteAllTextAsync(temporary, text, cancellationToken);
        File.Move(temporary, path, overwrite: true);
        return true;
    }
}

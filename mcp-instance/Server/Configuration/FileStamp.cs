namespace McpTenants.Instance.Configuration;

/// <summary>A number that changes when a mounted file does. Mounted ConfigMaps and Secrets are replaced by swapping a symbolic link, which stat sees.</summary>
internal static class FileStamp
{
    public static long Of(string file)
    {
        var info = new FileInfo(file);
        if (!info.Exists)
            return 0;
        if (info.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
            info = target;
        return HashCode.Combine(info.LastWriteTimeUtc, info.Exists ? info.Length : 0, info.FullName);
    }
}

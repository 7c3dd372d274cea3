using System.Security.Cryptography;

namespace McpTenants.Audit.Storage;

/// <summary>A secret key of the tenant in a file of its own on the data volume, readable by nobody else, made at first use. Never exported.</summary>
internal static class KeyFile
{
    /// <summary>Length of every such key, in bytes.</summary>
    public const int Length = 32;

    /// <exception cref="IOException">The key cannot be read or made durable.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is not ours.</exception>
    public static byte[] LoadOrCreate(string file)
    {
        if (File.Exists(file) && File.ReadAllBytes(file) is { Length: Length } found)
            return found;
        // Written beside and renamed: a kill in between leaves no half key. A file of another length was never a key in use.
        var temporary = file + ".new";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var made = RandomNumberGenerator.GetBytes(Length);
        using (var stream = new FileStream(temporary, options))
        {
            stream.Write(made);
            stream.Flush(flushToDisk: true);
        }
        File.Move(temporary, file, overwrite: true);
        DurableFolder.Sync(Path.GetDirectoryName(Path.GetFullPath(file))!);
        return made;
    }
}

using System.Security.Cryptography;

namespace McpTenants.Instance.Tools.Confirmation;

/// <summary>The secret of request states on the tenant's data volume, so that an answer still counts after a sleep between question and answer. Never exported.</summary>
internal sealed partial class SealKeyFile(string file, ILogger logger)
{
    private const int Length = 32;

    public byte[] LoadOrCreate()
    {
        var made = RandomNumberGenerator.GetBytes(Length);
        try
        {
            if (File.Exists(file) && File.ReadAllBytes(file) is { Length: Length } found)
                return found;
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var stream = new FileStream(file + ".new", options))
            {
                stream.Write(made);
                stream.Flush(flushToDisk: true);
            }
            File.Move(file + ".new", file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotKept(e); // Good until the process ends.
        }
        return made;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The key of request states cannot be kept; questions under way are lost with this process")]
    private partial void LogNotKept(Exception exception);
}

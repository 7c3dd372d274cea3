using System.Security.Cryptography;
using McpTenants.Audit.Storage;

namespace McpTenants.Instance.Tools.Confirmation;

/// <summary>The secret of request states on the tenant's data volume, so that an answer still counts after a sleep between question and answer. Never exported.</summary>
internal sealed partial class SealKeyFile(string file, ILogger logger)
{
    public byte[] LoadOrCreate()
    {
        try
        {
            return KeyFile.LoadOrCreate(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotKept(e);
            return RandomNumberGenerator.GetBytes(KeyFile.Length); // Good until the process ends.
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The key of request states cannot be kept; questions under way are lost with this process")]
    private partial void LogNotKept(Exception exception);
}

using System.Text;
using System.Text.Json;

namespace McpTenants.Instance.Sidecars;

/// <summary>
/// What each server offered last, on the tenant's volume. Without it the first call after a sleep, which is often one of such a tool, would be answered
/// "unknown tool" because the server starts beside the instance.
/// </summary>
internal sealed partial class SidecarMemory(string folder, ILogger logger)
{
    public SidecarOffer Read(string server)
    {
        try
        {
            var file = File(server);
            return System.IO.File.Exists(file) ? SidecarOfferJson.Read(System.IO.File.ReadAllBytes(file)) : SidecarOffer.None;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or ArgumentException or InvalidOperationException)
        {
            LogUnusable(e, server);
            return SidecarOffer.None;
        }
    }

    public void Write(string server, string offer)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var temporary = File(server) + ".new";
            System.IO.File.WriteAllBytes(temporary, Encoding.UTF8.GetBytes(offer));
            System.IO.File.Move(temporary, File(server), overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnusable(e, server);
        }
    }

    private string File(string server) => Path.Combine(folder, server + ".json");

    [LoggerMessage(Level = LogLevel.Warning, Message = "What server {Server} offers cannot be kept")]
    private partial void LogUnusable(Exception exception, string server);
}

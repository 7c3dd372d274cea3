using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Sidecars;

/// <summary>
/// The tools that each server listed last, on the tenant's volume. Without it the first call after a sleep, which is often one of such a tool, would be
/// answered "unknown tool" because the server starts beside the instance.
/// </summary>
internal sealed partial class SidecarMemory(string folder, ILogger logger)
{
    private static readonly JsonTypeInfo<ListToolsResult> Shape = (JsonTypeInfo<ListToolsResult>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(ListToolsResult));

    public IReadOnlyList<Tool> Read(string server)
    {
        try
        {
            var file = File(server);
            return System.IO.File.Exists(file) && JsonSerializer.Deserialize(System.IO.File.ReadAllBytes(file), Shape) is { } known ? [.. known.Tools.Where(SidecarTools.IsUsable)] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or ArgumentException)
        {
            LogUnusable(e, server);
            return [];
        }
    }

    public void Write(string server, IReadOnlyList<Tool> tools)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var temporary = File(server) + ".new";
            System.IO.File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(new ListToolsResult { Tools = [.. tools] }, Shape));
            System.IO.File.Move(temporary, File(server), overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnusable(e, server);
        }
    }

    private string File(string server) => Path.Combine(folder, server + ".json");

    [LoggerMessage(Level = LogLevel.Warning, Message = "The list of tools of server {Server} cannot be kept")]
    private partial void LogUnusable(Exception exception, string server);
}

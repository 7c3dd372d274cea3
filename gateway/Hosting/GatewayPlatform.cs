using System.Text.Json;
using System.Text.Json.Nodes;
using McpTenants.Api;

namespace McpTenants.Gateway.Hosting;

/// <summary>The platform's settings, as far as the gateway shares them with the operator: a tenant's limits come from its tier at the edge too.</summary>
internal static class GatewayPlatform
{
    /// <exception cref="JsonException">The file is not what it should be.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PlatformPolicy Read(GatewayOptions options) =>
        PlatformFile.Read(options.PlatformFile, new JsonObject { ["baseDomain"] = options.BaseDomain }) with
        {
            BaseDomain = options.BaseDomain,
            AllowAnonymous = options.AllowAnonymous,
        };

    /// <summary>What is wrong with the file; null when nothing is.</summary>
    public static string? Problem(GatewayOptions options)
    {
        try
        {
            Read(options);
            return null;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return $"--platform-file {options.PlatformFile}: {e.Message}";
        }
    }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using McpTenants.Api;

namespace McpTenants.Operator.Vaults.Storage;

/// <summary>What the synced Secret says of its files: where each is from and in which version. Names, versions and times, never a value.</summary>
internal static class VersionsAnnotation
{
    /// <summary>Its key.</summary>
    public const string Key = McpTenantNames.Group + "/vault-versions";

    /// <summary>Writes it.</summary>
    public static string Write(IReadOnlyList<FileVersion> files) => JsonSerializer.Serialize(files, FileVersionJson.Default.IReadOnlyListFileVersion);

    /// <summary>Reads it; null when it is missing or was damaged.</summary>
    public static IReadOnlyList<FileVersion>? Read(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize(text, FileVersionJson.Default.IReadOnlyListFileVersion);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Where a file is from.</summary>
internal sealed record FileVersion(string File, string Secret, string Version, string? Previous, DateTimeOffset? PreviousUntil);

/// <summary>Reads and writes without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<FileVersion>))]
internal sealed partial class FileVersionJson : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using McpTenants.Api.Values;

namespace McpTenants.Api;

/// <summary>Reads the platform's settings from the file that operator and gateway share, so that both take the same tenant for the same.</summary>
public static class PlatformFile
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new DurationConverter() },
    };

    /// <summary>Reads the settings. Presets of the file come beside the built-in ones and replace those of the same name.</summary>
    /// <param name="path">A JSON file with the members of <see cref="PlatformPolicy"/>; empty for none.</param>
    /// <param name="defaults">Members that the file may leave out.</param>
    /// <exception cref="JsonException">The file is not JSON, has a member that is unknown, or one of the wrong type.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file is not ours to read.</exception>
    public static PlatformPolicy Read(string path, JsonObject defaults)
    {
        var file = JsonNode.Parse(path.Length > 0 ? File.ReadAllText(path) : "{}") as JsonObject ?? throw new JsonException("it is not a JSON object");
        foreach (var (name, value) in defaults)
        {
            file[name] ??= value?.DeepClone();
        }

        var policy = file.Deserialize<PlatformPolicy>(Format)!;
        return policy with { Tiers = Merge(policy.Tiers) };
    }

    private static Dictionary<string, TierPreset> Merge(IReadOnlyDictionary<string, TierPreset> given)
    {
        var tiers = new Dictionary<string, TierPreset>(TierPresets.BuiltIn, StringComparer.Ordinal);
        foreach (var (name, preset) in given)
        {
            tiers[name] = preset;
        }

        return tiers;
    }

    private sealed class DurationConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            GoDuration.TryParse(reader.GetString(), out var value) ? value : throw new JsonException($"'{reader.GetString()}' is not a duration such as 30s or 5m");

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteStringValue(GoDuration.Format(value));
    }
}

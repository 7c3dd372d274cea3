using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using McpTenants.Api;
using McpTenants.Api.Values;

namespace McpTenants.Operator.Hosting;

/// <summary>Reads the platform's settings; what the file leaves out comes from the options and then from the defaults.</summary>
internal static class PlatformFile
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new DurationConverter() },
    };

    /// <summary>Reads the settings.</summary>
    /// <returns>The settings, and every problem with them.</returns>
    public static (PlatformPolicy? Policy, IReadOnlyList<string> Problems) Read(OperatorOptions options)
    {
        try
        {
            var text = options.PlatformFile.Length > 0 ? File.ReadAllText(options.PlatformFile) : "{}";
            var file = JsonNode.Parse(text) as JsonObject ?? throw new JsonException("it is not a JSON object");
            file["baseDomain"] ??= options.BaseDomain.TrimEnd('.').ToLowerInvariant();
            file["systemNamespace"] ??= options.SystemNamespace;
            file["allowPrivateIssuers"] ??= options.Jwks.AllowPrivate;
            if (options.InstanceImage.Length > 0)
            {
                file["instanceImage"] ??= options.InstanceImage;
            }

            var policy = file.Deserialize<PlatformPolicy>(Format)!;
            return (policy with { Tiers = Merge(policy.Tiers) }, [.. Problems(policy)]);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return (null, [$"--platform-file {options.PlatformFile}: {e.Message}"]);
        }
    }

    private static IEnumerable<string> Problems(PlatformPolicy policy)
    {
        if (Uri.CheckHostName(policy.BaseDomain) != UriHostNameType.Dns)
        {
            yield return $"--base-domain (or {OperatorEnvironment.VariableOf("--base-domain")}): '{policy.BaseDomain}' is not a domain; tenants answer at https://<subdomain>.<base domain>/mcp";
        }

        if (!policy.Tiers.ContainsKey(policy.DefaultTier) && !TierPresets.BuiltIn.ContainsKey(policy.DefaultTier))
        {
            yield return $"defaultTier: there is no tier '{policy.DefaultTier}'";
        }
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

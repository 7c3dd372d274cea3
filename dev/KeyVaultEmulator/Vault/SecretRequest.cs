using System.Text.Json;
using System.Text.Json.Nodes;

namespace KeyVaultEmulator.Vault;

/// <summary>The body of a write.</summary>
internal static class SecretRequest
{
    private const int LargestValue = 25 * 1024;

    /// <summary>Reads the value and the attributes of a new version.</summary>
    public static (string Value, Func<SecretVersion, SecretVersion> Change) Set(JsonObject body)
    {
        if (body["value"] is not JsonValue value || value.GetValueKind() != JsonValueKind.String)
            throw new VaultErrorException(VaultError.BadParameter("Property 'value' is required."));
        var text = value.GetValue<string>();
        return text.Length > LargestValue ? throw new VaultErrorException(VaultError.BadParameter("Secret value is longer than 25600 bytes.")) : (text, Update(body));
    }

    /// <summary>Reads attributes to change.</summary>
    public static Func<SecretVersion, SecretVersion> Update(JsonObject body)
    {
        var attributes = body["attributes"] as JsonObject;
        return version => version with
        {
            Enabled = (bool?)attributes?["enabled"] ?? version.Enabled,
            NotBefore = Time(attributes?["nbf"]) ?? version.NotBefore,
            Expires = Time(attributes?["exp"]) ?? version.Expires,
            ContentType = (string?)body["contentType"] ?? version.ContentType,
            Tags = body["tags"] as JsonObject ?? version.Tags,
        };
    }

    private static DateTimeOffset? Time(JsonNode? node) => node is null ? null : DateTimeOffset.FromUnixTimeSeconds((long)node);
}

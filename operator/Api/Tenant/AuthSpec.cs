using System.Text.Json.Serialization;
using KubeOps.Abstractions.Entities.Attributes;
using McpTenants.Api.Values;

namespace McpTenants.Api;

/// <summary>Who may call the tenant.</summary>
[ValidationRule("(has(self.mode) && self.mode != 'OAuth') || has(self.issuer)", "issuer is required in mode OAuth")]
[ValidationRule("!has(self.mode) || self.mode != 'ApiKey' || (has(self.apiKeys) && size(self.apiKeys) > 0)", "apiKeys needs at least one key in mode ApiKey")]
public sealed record AuthSpec
{
    /// <summary>How callers prove who they are. Default: OAuth.</summary>
    [JsonPropertyName("mode")]
    [Default(AuthMode.OAuth)]
    public AuthMode? Mode { get; set; }

    /// <summary>Mode OAuth: issuer of access tokens, an https URL exactly as in the token's iss claim.</summary>
    [JsonPropertyName("issuer")]
    [Pattern("^https://")]
    [Length(9, 512)]
    public string? Issuer { get; set; }

    /// <summary>Where the issuer's keys are. Default: by discovery at the issuer.</summary>
    [JsonPropertyName("jwksUri")]
    [Pattern("^https://")]
    [Length(9, 512)]
    public string? JwksUri { get; set; }

    /// <summary>Required audience of tokens. Default: the tenant's URL.</summary>
    [JsonPropertyName("audience")]
    [Pattern("^[!-~]+$")]
    [Length(1, 512)]
    public string? Audience { get; set; }

    /// <summary>Scopes every token has to carry.</summary>
    [JsonPropertyName("requiredScopes")]
    [Items(0, 32)]
    [ItemPattern("^[!#-[\\]-~]+$", 128)]
    public IReadOnlyList<string>? RequiredScopes { get; set; }

    /// <summary>Mode OAuth: tool name, or a prefix followed by *, to the scopes a call needs in addition; all entries that match count.</summary>
    [JsonPropertyName("toolScopes")]
    [Items(0, 64)]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? ToolScopes { get; set; }

    /// <summary>A claim that has to name this tenant.</summary>
    [JsonPropertyName("tenantClaim")]
    public TenantClaimSpec? TenantClaim { get; set; }

    /// <summary>Secret with the certificate authority of the issuer. Not supported by this version: refused when set.</summary>
    [JsonPropertyName("caBundleSecretName")]
    [Length(0, 253)]
    public string? CaBundleSecretName { get; set; }

    /// <summary>Mode ApiKey: hashes of the valid keys; two, so that a key can be rotated without an outage.</summary>
    [JsonPropertyName("apiKeys")]
    [Items(0, 4)]
    [ListMap("name")]
    public IReadOnlyList<ApiKeySpec>? ApiKeys { get; set; }
}

/// <summary>A claim that has to name this tenant.</summary>
public sealed record TenantClaimSpec
{
    /// <summary>Name of the claim.</summary>
    [JsonPropertyName("name")]
    [Required]
    [Pattern("^[!-~]+$")]
    [Length(1, 128)]
    public string Name { get; set; } = string.Empty;

    /// <summary>Value the claim has to have.</summary>
    [JsonPropertyName("value")]
    [Required]
    [Pattern(NamePatterns.Line)]
    [Length(1, 256)]
    public string Value { get; set; } = string.Empty;
}

/// <summary>One valid key, stored as a hash only.</summary>
public sealed record ApiKeySpec
{
    /// <summary>Name of the key, for logs.</summary>
    [JsonPropertyName("name")]
    [Required]
    [Pattern(NamePatterns.Label)]
    [Length(1, 63)]
    public string Name { get; set; } = string.Empty;

    /// <summary>SHA-256 of a random key of at least 32 bytes, as 64 lower-case hexadecimal digits.</summary>
    [JsonPropertyName("sha256")]
    [Required]
    [Length(0, 128)]
    public string Sha256 { get; set; } = string.Empty;

    /// <summary>Instant from which the key is refused; left out: no end.</summary>
    [JsonPropertyName("expires")]
    public DateTimeOffset? Expires { get; set; }
}

/// <summary>How callers prove who they are.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AuthMode>))]
public enum AuthMode
{
    /// <summary>Access tokens of an authorization server.</summary>
    OAuth,

    /// <summary>Static keys; only hashes are stored.</summary>
    ApiKey,

    /// <summary>Everybody; only where the platform allows it.</summary>
    Anonymous,
}

using System.Text.Json.Serialization;
using KubeOps.Abstractions.Entities.Attributes;
using McpTenants.Api.Values;

namespace McpTenants.Api;

/// <summary>Secrets that the instance sees as files.</summary>
[ValidationRule("has(self.provider)", "provider is required: KeyVault or Kubernetes")]
[ValidationRule("!has(self.provider) || (self.provider == 'KeyVault') == has(self.keyVault)", "keyVault belongs to provider KeyVault, and only to it")]
[ValidationRule("!has(self.provider) || (self.provider == 'Kubernetes') == has(self.kubernetes)", "kubernetes belongs to provider Kubernetes, and only to it")]
public sealed record SecretsSpec
{
    /// <summary>Where secrets come from.</summary>
    [JsonPropertyName("provider")]
    public SecretProvider? Provider { get; set; }

    /// <summary>Provider KeyVault: secrets that the operator copies into the tenant's namespace.</summary>
    [JsonPropertyName("keyVault")]
    public KeyVaultSpec? KeyVault { get; set; }

    /// <summary>Provider Kubernetes: a Secret in the tenant's namespace.</summary>
    [JsonPropertyName("kubernetes")]
    public KubernetesSecretsSpec? Kubernetes { get; set; }
}

/// <summary>A Secret in the tenant's namespace, mounted as files.</summary>
public sealed record KubernetesSecretsSpec
{
    /// <summary>Name of the Secret.</summary>
    [JsonPropertyName("secretName")]
    [Required]
    [Pattern(NamePatterns.ObjectName)]
    [Length(1, 253)]
    public string SecretName { get; set; } = string.Empty;
}

/// <summary>Secrets of an Azure Key Vault.</summary>
public sealed record KeyVaultSpec
{
    /// <summary>McpVaultBinding that lists this tenant.</summary>
    [JsonPropertyName("binding")]
    [Required]
    [Pattern(NamePatterns.ObjectName)]
    [Length(1, 253)]
    public string Binding { get; set; } = string.Empty;

    /// <summary>Time between two reads, varied by a fifth. Default: 10m; from 1m to 24h.</summary>
    [JsonPropertyName("refreshInterval")]
    [Pattern(GoDuration.Pattern)]
    [Length(1, 32)]
    public string? RefreshInterval { get; set; }

    /// <summary>How long after a rotation the old value stays beside the new one, in the file with <c>.previous</c> behind its name. Default: 1h; 0s for not at all, at most 720h.</summary>
    [JsonPropertyName("rotationGrace")]
    [Pattern(GoDuration.Pattern)]
    [Length(1, 32)]
    public string? RotationGrace { get; set; }

    /// <summary>Age of the last good read from which on the condition SecretsFresh is False. Default: 1h, or three intervals where that is longer.</summary>
    [JsonPropertyName("maxStaleness")]
    [Pattern(GoDuration.Pattern)]
    [Length(1, 32)]
    public string? MaxStaleness { get; set; }

    /// <summary>What a rotation does to a running instance. Default: Files.</summary>
    [JsonPropertyName("reload")]
    public SecretReload? Reload { get; set; }

    /// <summary>What happens when a secret was deleted in the vault and that is certain. An outage is never taken for a deletion. Default: Retain.</summary>
    [JsonPropertyName("onDeleted")]
    public VaultDeletion? OnDeleted { get; set; }

    /// <summary>The secrets: at least one.</summary>
    [JsonPropertyName("items")]
    [Required]
    [Items(1, 64)]
    public IReadOnlyList<KeyVaultItem> Items { get; set; } = [];
}

/// <summary>One secret of a vault.</summary>
public sealed record KeyVaultItem
{
    /// <summary>Name in the vault.</summary>
    [JsonPropertyName("secret")]
    [Required]
    [Pattern("^[0-9a-zA-Z-]+$")]
    [Length(1, 127)]
    public string Secret { get; set; } = string.Empty;

    /// <summary>Pinned version; empty: the newest.</summary>
    [JsonPropertyName("version")]
    [Pattern("^([0-9a-f]{32})?$")]
    [Length(0, 32)]
    public string? Version { get; set; }

    /// <summary>File name. Default: the secret's name. Must not end in <c>.previous</c>.</summary>
    [JsonPropertyName("file")]
    [Pattern("^[A-Za-z0-9_-][A-Za-z0-9._-]*$")]
    [Length(1, 253)]
    public string? File { get; set; }
}

/// <summary>Where secrets come from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SecretProvider>))]
public enum SecretProvider
{
    /// <summary>Azure Key Vault.</summary>
    KeyVault,

    /// <summary>A Secret in the tenant's namespace.</summary>
    Kubernetes,
}

/// <summary>What happens when a secret was deleted in the vault.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VaultDeletion>))]
public enum VaultDeletion
{
    /// <summary>The last value stays, with an alarm.</summary>
    Retain,

    /// <summary>The tenant is refused at the gateway and scaled to zero until the secret is back or no longer asked for.</summary>
    Suspend,
}

/// <summary>What a rotation does to a running instance.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SecretReload>))]
public enum SecretReload
{
    /// <summary>Its files change; it reads them at every use.</summary>
    Files,

    /// <summary>Its files change and it is started anew: for third-party servers that read once.</summary>
    Restart,
}

using System.Text.Json.Serialization;
using KubeOps.Abstractions.Entities.Attributes;
using McpTenants.Api.Values;

namespace McpTenants.Api;

/// <summary>Secrets that the instance sees as files.</summary>
public sealed record SecretsSpec
{
    /// <summary>Where secrets come from. Only Kubernetes is supported by this version.</summary>
    [JsonPropertyName("provider")]
    public SecretProvider? Provider { get; set; }

    /// <summary>Provider KeyVault. Not supported by this version: refused when set.</summary>
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

/// <summary>Secrets of an Azure Key Vault. Not supported by this version.</summary>
public sealed record KeyVaultSpec
{
    /// <summary>McpVaultBinding that lists this tenant.</summary>
    [JsonPropertyName("binding")]
    [Length(0, 253)]
    public string? Binding { get; set; }

    /// <summary>Time between two reads.</summary>
    [JsonPropertyName("refreshInterval")]
    [Pattern(GoDuration.Pattern)]
    [Length(1, 32)]
    public string? RefreshInterval { get; set; }

    /// <summary>What happens when a secret was deleted in the vault.</summary>
    [JsonPropertyName("onDeleted")]
    public VaultDeletion? OnDeleted { get; set; }

    /// <summary>The secrets.</summary>
    [JsonPropertyName("items")]
    [Items(0, 64)]
    public IReadOnlyList<KeyVaultItem>? Items { get; set; }
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

    /// <summary>File name. Default: the secret's name.</summary>
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
    /// <summary>The last value stays.</summary>
    Retain,

    /// <summary>The tenant is suspended.</summary>
    Suspend,
}

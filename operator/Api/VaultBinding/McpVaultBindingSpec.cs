using System.Text.Json.Serialization;
using KubeOps.Abstractions.Entities.Attributes;
using McpTenants.Api.Values;

namespace McpTenants.Api;

/// <summary>A vault, the tenants that may read it and the identity that they read it as.</summary>
[ValidationRule("(has(self.cloud) && self.cloud == 'Custom') == has(self.customCloud)", "customCloud belongs to cloud Custom, and only to it")]
[ValidationRule("has(self.tenants) && size(self.tenants) > 0 || has(self.tenantSelector)", "the binding lists nobody: name tenants or set tenantSelector")]
public sealed record McpVaultBindingSpec
{
    /// <summary>The vault, such as https://acme.vault.azure.net: https, a host under the cloud's suffix, nothing behind it. A port only in cloud Custom.</summary>
    [JsonPropertyName("vaultUrl")]
    [Required]
    [Pattern("^https://[^\\s/?#@]+/?$")]
    [Length(1, 300)]
    public string VaultUrl { get; set; } = string.Empty;

    /// <summary>Cloud that the vault is in. Default: Public.</summary>
    [JsonPropertyName("cloud")]
    public VaultCloud? Cloud { get; set; }

    /// <summary>Cloud Custom: where its directory and its vaults are.</summary>
    [JsonPropertyName("customCloud")]
    public CustomCloudSpec? CustomCloud { get; set; }

    /// <summary>Tenants by name.</summary>
    [JsonPropertyName("tenants")]
    [Items(0, 1000)]
    [ItemPattern(NamePatterns.Label, 50)]
    public IReadOnlyList<string>? Tenants { get; set; }

    /// <summary>Tenants by labels: all of them have to match. Whoever may label a tenant decides then; names are the stricter choice.</summary>
    [JsonPropertyName("tenantSelector")]
    public TenantSelectorSpec? TenantSelector { get; set; }

    /// <summary>Who reads the vault.</summary>
    [JsonPropertyName("identity")]
    [Required]
    public VaultIdentitySpec Identity { get; set; } = new();
}

/// <summary>Tenants by their labels.</summary>
public sealed record TenantSelectorSpec
{
    /// <summary>Labels that a tenant has to have; at least one.</summary>
    [JsonPropertyName("matchLabels")]
    [Required]
    [Items(1, 16)]
    [ItemPattern("^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$", 63)]
    public IReadOnlyDictionary<string, string> MatchLabels { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

/// <summary>A cloud of its own: another national cloud, Azure Stack Hub, a vault on a customer's site.</summary>
public sealed record CustomCloudSpec
{
    /// <summary>The directory's authority, such as https://login.site.example.</summary>
    [JsonPropertyName("authorityHost")]
    [Required]
    [Pattern("^https://[^\\s/?#@]+/?$")]
    [Length(1, 300)]
    public string AuthorityHost { get; set; } = string.Empty;

    /// <summary>Domain that every vault's host is in, such as vault.site.example; its challenge has to name https:// and this domain as the resource.</summary>
    [JsonPropertyName("vaultSuffix")]
    [Required]
    [Pattern(NamePatterns.Host)]
    [Length(1, 253)]
    public string VaultSuffix { get; set; } = string.Empty;

    /// <summary>Audience of the ServiceAccount token that is exchanged. Default: api://AzureADTokenExchange.</summary>
    [JsonPropertyName("tokenExchangeAudience")]
    [Pattern("^[!-~]*$")]
    [Length(0, 300)]
    public string? TokenExchangeAudience { get; set; }
}

/// <summary>Who reads the vault.</summary>
[ValidationRule("(self.type == 'ClientCertificate') == has(self.certificateSecretName)", "certificateSecretName belongs to type ClientCertificate, and only to it")]
public sealed record VaultIdentitySpec
{
    /// <summary>How it is proved.</summary>
    [JsonPropertyName("type")]
    [Required]
    public VaultIdentityType? Type { get; set; }

    /// <summary>Directory (tenant) id of the identity, a GUID.</summary>
    [JsonPropertyName("tenantId")]
    [Required]
    [Pattern(GuidPattern)]
    [Length(36, 36)]
    public string TenantId { get; set; } = string.Empty;

    /// <summary>Client id of the application or managed identity, a GUID.</summary>
    [JsonPropertyName("clientId")]
    [Required]
    [Pattern(GuidPattern)]
    [Length(36, 36)]
    public string ClientId { get; set; } = string.Empty;

    /// <summary>Type ClientCertificate: Secret of type kubernetes.io/tls in the operator's namespace with the certificate and its key.</summary>
    [JsonPropertyName("certificateSecretName")]
    [Pattern(NamePatterns.ObjectName)]
    [Length(1, 253)]
    public string? CertificateSecretName { get; set; }

    internal const string GuidPattern = "^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$";
}

/// <summary>How an identity is proved.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VaultIdentityType>))]
public enum VaultIdentityType
{
    /// <summary>A token of the tenant's own ServiceAccount, by a federated credential of the identity.</summary>
    WorkloadIdentity,

    /// <summary>A certificate, for sites whose directory cannot reach the cluster's issuer.</summary>
    ClientCertificate,
}

/// <summary>Cloud of a vault.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VaultCloud>))]
public enum VaultCloud
{
    /// <summary>Azure: login.microsoftonline.com, vault.azure.net.</summary>
    Public,

    /// <summary>Azure Government: login.microsoftonline.us, vault.usgovcloudapi.net.</summary>
    UsGovernment,

    /// <summary>Azure operated by 21Vianet: login.chinacloudapi.cn, vault.azure.cn.</summary>
    China,

    /// <summary>Another one, described by customCloud.</summary>
    Custom,
}

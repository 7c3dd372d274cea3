using System.Text.Json.Serialization;
using k8s.Models;
using KubeOps.Abstractions.Entities.Attributes;

namespace McpTenants.Api;

/// <summary>What the operator saw and did.</summary>
public sealed record McpTenantTombstoneStatus
{
    /// <summary>Where the removal stands.</summary>
    [JsonPropertyName("phase")]
    public TombstonePhase? Phase { get; set; }

    /// <summary>Quarantined, Exported, Erased.</summary>
    [JsonPropertyName("conditions")]
    [Items(0, 16)]
    [ListMap("type")]
    public IReadOnlyList<V1Condition>? Conditions { get; set; }

    /// <summary>When the point of no return was passed: from then on the tenant cannot be restored.</summary>
    [JsonPropertyName("purgeStartedAt")]
    public DateTimeOffset? PurgeStartedAt { get; set; }

    /// <summary>Steps that are done, in order.</summary>
    [JsonPropertyName("steps")]
    [Items(0, 32)]
    [ListMap("name")]
    public IReadOnlyList<TombstoneStepStatus>? Steps { get; set; }

    /// <summary>What was in the namespace before it was erased, by kind.</summary>
    [JsonPropertyName("inventory")]
    [Items(0, 500)]
    public IReadOnlyList<TombstoneCount>? Inventory { get; set; }

    /// <summary>What a scan of the cluster found afterwards.</summary>
    [JsonPropertyName("verification")]
    public TombstoneVerification? Verification { get; set; }

    /// <summary>The signed proof.</summary>
    [JsonPropertyName("certificate")]
    public TombstoneCertificate? Certificate { get; set; }
}

/// <summary>Where a removal stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TombstonePhase>))]
public enum TombstonePhase
{
    /// <summary>The way in is being cut and the workload stopped.</summary>
    Quarantining,

    /// <summary>Cut off and kept; it can be restored.</summary>
    Retained,

    /// <summary>A new tenant is taking everything back.</summary>
    Restoring,

    /// <summary>Being archived and erased.</summary>
    Purging,

    /// <summary>Erased, verified and certified.</summary>
    Purged,

    /// <summary>A new tenant has everything back.</summary>
    Restored,
}

/// <summary>A step that is done.</summary>
public sealed record TombstoneStepStatus
{
    /// <summary>Name of the step.</summary>
    [JsonPropertyName("name")]
    [Required]
    [Length(1, 63)]
    public string Name { get; set; } = string.Empty;

    /// <summary>When it was seen to be done.</summary>
    [JsonPropertyName("completedAt")]
    [Required]
    public DateTimeOffset CompletedAt { get; set; }
}

/// <summary>A number of things.</summary>
public sealed record TombstoneCount
{
    /// <summary>What was counted.</summary>
    [JsonPropertyName("what")]
    [Required]
    [Length(1, 512)]
    public string What { get; set; } = string.Empty;

    /// <summary>How many there are.</summary>
    [JsonPropertyName("count")]
    [Required]
    public int Count { get; set; }

    /// <summary>The first of them by name; empty when there are none.</summary>
    [JsonPropertyName("names")]
    [Items(0, 20)]
    public IReadOnlyList<string>? Names { get; set; }
}

/// <summary>What a scan of the cluster found.</summary>
public sealed record TombstoneVerification
{
    /// <summary>When the scan ended.</summary>
    [JsonPropertyName("at")]
    [Required]
    public DateTimeOffset At { get; set; }

    /// <summary>Kinds that the API server offers and that were listed.</summary>
    [JsonPropertyName("kinds")]
    public int Kinds { get; set; }

    /// <summary>What was counted; all zero.</summary>
    [JsonPropertyName("counts")]
    [Items(0, 64)]
    public IReadOnlyList<TombstoneCount>? Counts { get; set; }

    /// <summary>Kinds that could not be listed outside of the namespace, and why; the end of the namespace is the proof for those in it.</summary>
    [JsonPropertyName("notListed")]
    [Items(0, 500)]
    public IReadOnlyList<string>? NotListed { get; set; }

    /// <summary>SHA-256 over counts and notListed as they stand here.</summary>
    [JsonPropertyName("sha256")]
    [Length(64, 64)]
    public string? Sha256 { get; set; }
}

/// <summary>The signed proof.</summary>
public sealed record TombstoneCertificate
{
    /// <summary>When it was signed.</summary>
    [JsonPropertyName("issuedAt")]
    [Required]
    public DateTimeOffset IssuedAt { get; set; }

    /// <summary>Id of the signing key: SHA-256 of the public key (SubjectPublicKeyInfo).</summary>
    [JsonPropertyName("keyId")]
    [Required]
    [Length(64, 64)]
    public string KeyId { get; set; } = string.Empty;

    /// <summary>The DSSE envelope with the certificate, as JSON.</summary>
    [JsonPropertyName("envelope")]
    [Required]
    [Length(1, 262144)]
    public string Envelope { get; set; } = string.Empty;
}

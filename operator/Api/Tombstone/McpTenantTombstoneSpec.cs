using System.Text.Json;
using System.Text.Json.Serialization;
using KubeOps.Abstractions.Entities.Attributes;
using McpTenants.Api.Values;

namespace McpTenants.Api;

/// <summary>What was deleted, and what is decided about it. People may set legalHold, legalHoldReason and purge, and move purgeAfter to a later time.</summary>
public sealed record McpTenantTombstoneSpec
{
    /// <summary>Name that the tenant had; reserved until the tombstone is closed.</summary>
    [JsonPropertyName("tenant")]
    [Required]
    [Pattern(NamePatterns.Label)]
    [Length(1, 63)]
    public string Tenant { get; set; } = string.Empty;

    /// <summary>UID of the tenant, its identity.</summary>
    [JsonPropertyName("tenantUid")]
    [Required]
    [Length(1, 63)]
    public string TenantUid { get; set; } = string.Empty;

    /// <summary>Namespace of the tenant.</summary>
    [JsonPropertyName("namespace")]
    [Required]
    [Length(1, 63)]
    public string Namespace { get; set; } = string.Empty;

    /// <summary>UID of that namespace; left out when the tenant never had one. As long as it exists nothing counts as erased.</summary>
    [JsonPropertyName("namespaceUid")]
    [Length(1, 63)]
    public string? NamespaceUid { get; set; }

    /// <summary>Hosts that stay reserved until the tombstone is closed.</summary>
    [JsonPropertyName("hosts")]
    [Items(0, 17)]
    [ItemPattern(NamePatterns.Host, 253)]
    public IReadOnlyList<string>? Hosts { get; set; }

    /// <summary>How the tenant went.</summary>
    [JsonPropertyName("origin")]
    public TombstoneOrigin? Origin { get; set; }

    /// <summary>When the tenant was deleted, by the API server's clock.</summary>
    [JsonPropertyName("deletedAt")]
    [Required]
    public DateTimeOffset DeletedAt { get; set; }

    /// <summary>Who deleted it, as far as the admission webhook saw it; the API server's audit log knows for certain.</summary>
    [JsonPropertyName("deletedBy")]
    [Length(0, 512)]
    public string? DeletedBy { get; set; }

    /// <summary>Erased after this time. Left out: never without an approved purge.</summary>
    [JsonPropertyName("purgeAfter")]
    public DateTimeOffset? PurgeAfter { get; set; }

    /// <summary>True: nothing is erased, whatever else is said. Default: false.</summary>
    [JsonPropertyName("legalHold")]
    [Default(false)]
    public bool? LegalHold { get; set; }

    /// <summary>Why, for people.</summary>
    [JsonPropertyName("legalHoldReason")]
    [Length(0, 256)]
    public string? LegalHoldReason { get; set; }

    /// <summary>Erase before purgeAfter: two different users have to say so.</summary>
    [JsonPropertyName("purge")]
    public TombstonePurge? Purge { get; set; }

    /// <summary>The archive that was written and verified before anything was erased.</summary>
    [JsonPropertyName("archive")]
    public TombstoneArchive? Archive { get; set; }

    /// <summary>The tenant that takes everything back; written by the operator.</summary>
    [JsonPropertyName("restore")]
    public TombstoneRestore? Restore { get; set; }

    /// <summary>The tenant's spec as it was deleted; dropped when the tombstone is closed.</summary>
    [JsonPropertyName("specification")]
    public JsonElement? Specification { get; set; }
}

/// <summary>How a tenant went.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TombstoneOrigin>))]
public enum TombstoneOrigin
{
    /// <summary>Somebody deleted it.</summary>
    Deleted,

    /// <summary>Its object vanished without being released by the operator: its namespace was found alone.</summary>
    Orphan,
}

/// <summary>An order to erase early.</summary>
public sealed record TombstonePurge
{
    /// <summary>Who asks for it: the user name of whoever sets this field.</summary>
    [JsonPropertyName("requestedBy")]
    [Length(0, 512)]
    public string? RequestedBy { get; set; }

    /// <summary>Who agrees: the user name of whoever sets this field, and another one.</summary>
    [JsonPropertyName("approvedBy")]
    [Length(0, 512)]
    public string? ApprovedBy { get; set; }

    /// <summary>The tenant's UID once more, so that nobody erases the wrong one.</summary>
    [JsonPropertyName("tenantUid")]
    [Required]
    [Length(1, 63)]
    public string TenantUid { get; set; } = string.Empty;
}

/// <summary>A verified archive.</summary>
public sealed record TombstoneArchive
{
    /// <summary>Name of the McpExportTarget.</summary>
    [JsonPropertyName("target")]
    [Length(0, 253)]
    public string? Target { get; set; }

    /// <summary>Where it is within the target.</summary>
    [JsonPropertyName("location")]
    [Required]
    [Length(1, 1024)]
    public string Location { get; set; } = string.Empty;

    /// <summary>SHA-256 of the archive, read back after it was written.</summary>
    [JsonPropertyName("sha256")]
    [Required]
    [Length(64, 64)]
    public string Sha256 { get; set; } = string.Empty;

    /// <summary>When it was read back first.</summary>
    [JsonPropertyName("verifiedAt")]
    public DateTimeOffset? VerifiedAt { get; set; }
}

/// <summary>A tenant that takes everything back.</summary>
public sealed record TombstoneRestore
{
    /// <summary>UID of the new tenant.</summary>
    [JsonPropertyName("tenantUid")]
    [Required]
    [Length(1, 63)]
    public string TenantUid { get; set; } = string.Empty;

    /// <summary>When it was given the namespace.</summary>
    [JsonPropertyName("claimedAt")]
    public DateTimeOffset? ClaimedAt { get; set; }
}

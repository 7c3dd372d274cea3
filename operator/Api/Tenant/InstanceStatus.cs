using System.Text.Json.Serialization;
using KubeOps.Abstractions.Entities.Attributes;

namespace McpTenants.Api;

/// <summary>The running server.</summary>
public sealed record InstanceStatus
{
    /// <summary>Image that runs.</summary>
    [JsonPropertyName("image")]
    public string? Image { get; set; }

    /// <summary>UID of the pod that answers.</summary>
    [JsonPropertyName("podUid")]
    public string? PodUid { get; set; }

    /// <summary>MCP revisions the instance spoke when it was last seen awake.</summary>
    [JsonPropertyName("protocolVersions")]
    [Items(0, 16)]
    [ItemPattern(null, 32)]
    public IReadOnlyList<string>? ProtocolVersions { get; set; }

    /// <summary>Digest of the tools that the instance had when it was last seen awake; the value for spec.tools.pinnedCatalog.</summary>
    [JsonPropertyName("toolCatalog")]
    public string? ToolCatalog { get; set; }

    /// <summary>Number of wakes so far.</summary>
    [JsonPropertyName("wakeEpoch")]
    public long? WakeEpoch { get; set; }
}

/// <summary>Synced secrets.</summary>
public sealed record SecretsStatus
{
    /// <summary>Hash over file names and versions; of the values nothing goes into it.</summary>
    [JsonPropertyName("hash")]
    public string? Hash { get; set; }

    /// <summary>Last successful read.</summary>
    [JsonPropertyName("lastSyncTime")]
    public DateTimeOffset? LastSyncTime { get; set; }

    /// <summary>Version of each secret.</summary>
    [JsonPropertyName("versions")]
    [Items(0, 64)]
    [ListMap("name")]
    public IReadOnlyList<SecretVersion>? Versions { get; set; }
}

/// <summary>Version of one secret.</summary>
public sealed record SecretVersion
{
    /// <summary>File that it is mounted as.</summary>
    [JsonPropertyName("name")]
    [Required]
    public string Name { get; set; } = string.Empty;

    /// <summary>Name in the vault.</summary>
    [JsonPropertyName("secret")]
    public string? Secret { get; set; }

    /// <summary>Version that is mounted.</summary>
    [JsonPropertyName("version")]
    public string? Version { get; set; }

    /// <summary>Version before it, while both are mounted.</summary>
    [JsonPropertyName("previous")]
    public string? Previous { get; set; }
}

/// <summary>Metered use in one month.</summary>
public sealed record UsageStatus
{
    /// <summary>Month, as 2026-11.</summary>
    [JsonPropertyName("period")]
    public string? Period { get; set; }

    /// <summary>Tool calls.</summary>
    [JsonPropertyName("toolCalls")]
    public long? ToolCalls { get; set; }

    /// <summary>Seconds with a running pod.</summary>
    [JsonPropertyName("awakeSeconds")]
    public long? AwakeSeconds { get; set; }

    /// <summary>Bytes sent to callers.</summary>
    [JsonPropertyName("egressBytes")]
    public long? EgressBytes { get; set; }
}

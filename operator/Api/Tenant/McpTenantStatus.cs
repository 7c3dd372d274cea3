using System.Text.Json.Serialization;
using k8s.Models;
using KubeOps.Abstractions.Entities.Attributes;

namespace McpTenants.Api;

/// <summary>What the operator saw and did.</summary>
public sealed record McpTenantStatus
{
    /// <summary>Where the tenant is in its life, for people; programs read conditions.</summary>
    [JsonPropertyName("phase")]
    public TenantPhase? Phase { get; set; }

    /// <summary>Generation of the spec this status is about.</summary>
    [JsonPropertyName("observedGeneration")]
    public long? ObservedGeneration { get; set; }

    /// <summary>Where MCP clients connect.</summary>
    [JsonPropertyName("url")]
    public string? Url { get; set; }

    /// <summary>The tenant's namespace.</summary>
    [JsonPropertyName("namespace")]
    public string? Namespace { get; set; }

    /// <summary>Accepted, NamespaceReady, NetworkIsolated, SecretsReady, WorkloadAvailable, RouteReady, NetworkIsolationVerified, Ready, Suspended, Asleep, ToolsPinned, SecretsFresh.</summary>
    [JsonPropertyName("conditions")]
    [Items(0, 32)]
    [ListMap("type")]
    public IReadOnlyList<V1Condition>? Conditions { get; set; }

    /// <summary>The running server.</summary>
    [JsonPropertyName("instance")]
    public InstanceStatus? Instance { get; set; }

    /// <summary>Synced secrets: names and versions, never values.</summary>
    [JsonPropertyName("secrets")]
    public SecretsStatus? Secrets { get; set; }

    /// <summary>What was seen of the tenant's network isolation on the wire.</summary>
    [JsonPropertyName("networkIsolation")]
    public NetworkIsolationStatus? NetworkIsolation { get; set; }

    /// <summary>Last request of a client.</summary>
    [JsonPropertyName("lastActivityTime")]
    public DateTimeOffset? LastActivityTime { get; set; }

    /// <summary>Metered use in the current month.</summary>
    [JsonPropertyName("usage")]
    public UsageStatus? Usage { get; set; }
}

/// <summary>Where a tenant is in its life.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TenantPhase>))]
public enum TenantPhase
{
    /// <summary>Seen, nothing made yet.</summary>
    Pending,

    /// <summary>Objects are being made.</summary>
    Provisioning,

    /// <summary>Running and answering.</summary>
    Ready,

    /// <summary>Scaled to zero; the next request wakes it.</summary>
    Asleep,

    /// <summary>Refused at the gateway.</summary>
    Suspended,

    /// <summary>Being exported and erased.</summary>
    Deprovisioning,

    /// <summary>Refused or broken; the conditions say why.</summary>
    Failed,
}

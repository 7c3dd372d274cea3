using System.Text.Json.Serialization;
using KubeOps.Abstractions.Entities.Attributes;
using McpTenants.Api.Values;

namespace McpTenants.Api;

/// <summary>What a tenant should be. Fields that are left out come from the tier, then from the operator's options.</summary>
[ValidationRule("has(self.subdomain) == has(oldSelf.subdomain) && (!has(self.subdomain) || self.subdomain == oldSelf.subdomain)", "subdomain is immutable; create another tenant for another subdomain")]
public sealed record McpTenantSpec
{
    /// <summary>Name of the customer for people. Default: the object's name.</summary>
    [JsonPropertyName("displayName")]
    [Pattern(NamePatterns.Line)]
    [Length(1, 100)]
    public string? DisplayName { get; set; }

    /// <summary>Preset in the operator's configuration that supplies limits, resources and quota; explicit fields win. Default: the operator's default tier.</summary>
    [JsonPropertyName("tier")]
    [Pattern(NamePatterns.Label)]
    [Length(1, 63)]
    public string? Tier { get; set; }

    /// <summary>Region label that goes into telemetry as mcp.tenant.region.</summary>
    [JsonPropertyName("region")]
    [Pattern("^[a-zA-Z0-9]([-a-zA-Z0-9_.]*[a-zA-Z0-9])?$")]
    [Length(1, 63)]
    public string? Region { get; set; }

    /// <summary>First label of the tenant's host below the operator's base domain. Immutable, unique in the cluster. Default: the object's name.</summary>
    [JsonPropertyName("subdomain")]
    [Pattern(NamePatterns.Label)]
    [Length(1, 63)]
    public string? Subdomain { get; set; }

    /// <summary>Further host names at which the tenant answers; each is unique in the cluster and points to the gateway.</summary>
    [JsonPropertyName("customHosts")]
    [Items(0, 16)]
    [ItemPattern(NamePatterns.Host, 253)]
    public IReadOnlyList<string>? CustomHosts { get; set; }

    /// <summary>True: callers are refused at the gateway and the instance is scaled to zero. Default: false.</summary>
    [JsonPropertyName("suspended")]
    [Default(false)]
    public bool? Suspended { get; set; }

    /// <summary>Why the tenant is suspended, for operators; callers never see it.</summary>
    [JsonPropertyName("suspendReason")]
    [Pattern(NamePatterns.Line)]
    [Length(0, 256)]
    public string? SuspendReason { get; set; }

    /// <summary>How far the tenant is kept apart from others, and what it may reach.</summary>
    [JsonPropertyName("isolation")]
    public IsolationSpec? Isolation { get; set; }

    /// <summary>The server process: image, resources, storage.</summary>
    [JsonPropertyName("instance")]
    public InstanceSpec? Instance { get; set; }

    /// <summary>When the instance sleeps.</summary>
    [JsonPropertyName("scaling")]
    public ScalingSpec? Scaling { get; set; }

    /// <summary>Who may call the tenant.</summary>
    [JsonPropertyName("auth")]
    [Required]
    public AuthSpec Auth { get; set; } = new();

    /// <summary>Which tools the tenant offers.</summary>
    [JsonPropertyName("tools")]
    public ToolsSpec? Tools { get; set; }

    /// <summary>Tools made from the OpenAPI documents of services; their hosts and ports have to be open in isolation.egress.</summary>
    [JsonPropertyName("connectors")]
    [Items(0, 32)]
    [ListMap("name")]
    public IReadOnlyList<ConnectorSpec>? Connectors { get; set; }

    /// <summary>Request limits. Defaults come from the tier.</summary>
    [JsonPropertyName("limits")]
    public LimitsSpec? Limits { get; set; }

    /// <summary>Secrets that the instance sees as files.</summary>
    [JsonPropertyName("secrets")]
    public SecretsSpec? Secrets { get; set; }

    /// <summary>Audit trail of tool calls.</summary>
    [JsonPropertyName("audit")]
    public AuditSpec? Audit { get; set; }

    /// <summary>What happens when the tenant is deleted.</summary>
    [JsonPropertyName("deletion")]
    public DeletionSpec? Deletion { get; set; }

    /// <summary>Name of the McpTenantTombstone of a deleted tenant of the same name, whose namespace and data this tenant takes over.</summary>
    [JsonPropertyName("restoreFrom")]
    [Length(0, 253)]
    public string? RestoreFrom { get; set; }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using McpTenants.Audit;

namespace McpTenants.Instance.Configuration;

/// <summary>
/// instance.json as this program reads it. The operator writes the same shape from its own records; this side has its own, because referencing the
/// operator's API assembly would load the Kubernetes models into every cold start. Unknown members are ignored, so either side may be newer.
/// Optional members have setters because generated serializers give init-only ones the type's default, not ours, when they are absent.
/// </summary>
internal sealed record InstanceConfiguration
{
    public required TenantIdentity Tenant { get; init; }

    /// <summary>Canonical URL of the endpoint, the resource that tokens are issued for.</summary>
    public required string Url { get; init; }

    public string? Namespace { get; set; }

    public AuthConfiguration Auth { get; set; } = new();

    public ToolsConfiguration Tools { get; set; } = new();

    public LimitsConfiguration Limits { get; set; } = new();

    public StorageConfiguration Storage { get; set; } = new();

    public AuditConfiguration Audit { get; set; } = new();

    public IReadOnlyList<ConnectorConfiguration> Connectors { get; set; } = [];

    public IReadOnlyList<SidecarConfiguration> Servers { get; set; } = [];

    /// <summary>Where telemetry goes; null, the default: nowhere.</summary>
    public ObservabilityConfiguration? Observability { get; set; }
}

/// <param name="Otlp">Collector of spans and metrics; null: none.</param>
internal sealed record ObservabilityConfiguration(OtlpConfiguration? Otlp);

/// <param name="Endpoint">Base URL of a collector that speaks OTLP over HTTP.</param>
internal sealed record OtlpConfiguration(string Endpoint);

internal sealed record TenantIdentity
{
    public required string Uid { get; init; }

    public required string Name { get; init; }

    public string? DisplayName { get; set; }

    public string? Tier { get; set; }

    public string? Region { get; set; }
}

internal enum AuthMode
{
    OAuth,
    ApiKey,
    Anonymous,
}

internal sealed record AuthConfiguration
{
    public AuthMode Mode { get; set; } = AuthMode.OAuth;

    public string? Issuer { get; set; }

    /// <summary>Audience of tokens; null or empty means the canonical URL.</summary>
    public string? Audience { get; set; }

    public IReadOnlyList<string> RequiredScopes { get; set; } = [];

    /// <summary>Tool name or <c>prefix*</c> to the scopes a call needs in addition.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ToolScopes { get; set; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    public ClaimConfiguration? TenantClaim { get; set; }

    public IReadOnlyList<ApiKeyConfiguration> ApiKeys { get; set; } = [];
}

internal sealed record ClaimConfiguration(string Name, string Value);

internal sealed record ApiKeyConfiguration(string Name, string Sha256, DateTimeOffset? Expires);

internal enum DestructiveTools
{
    Deny,
    Allow,

    /// <summary>Offered, and a person has to confirm each call.</summary>
    Confirm,
}

internal enum DriftReaction
{
    Warn,
    Block,
}

internal sealed record ToolsConfiguration
{
    public IReadOnlyList<string> Allow { get; set; } = ["*"];

    public IReadOnlyList<string> Deny { get; set; } = [];

    public DestructiveTools Destructive { get; set; } = DestructiveTools.Deny;

    public IReadOnlyDictionary<string, string> Descriptions { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>> Defaults { get; set; } =
        new Dictionary<string, IReadOnlyDictionary<string, JsonElement>>(StringComparer.Ordinal);

    /// <summary>Digest of the approved tool list; null or empty: none is pinned.</summary>
    public string? PinnedCatalog { get; set; }

    public DriftReaction OnDrift { get; set; } = DriftReaction.Warn;
}

internal sealed record LimitsConfiguration
{
    /// <summary>Requests of the whole tenant per minute; null, the default: not limited here.</summary>
    public int? RequestsPerMinute { get; set; }

    /// <summary>Requests at once before the rate counts; null, the default: as many as one caller has per minute, or the tenant.</summary>
    public int? Burst { get; set; }

    /// <summary>Requests of one caller per minute; null, the default: not limited here.</summary>
    public int? PerUserRequestsPerMinute { get; set; }

    /// <summary>Requests served at the same time; more get 429. Default 64.</summary>
    public int MaxConcurrent { get; set; } = 64;

    /// <summary>Largest request body in bytes. Default 4 MiB.</summary>
    public long MaxRequestBytes { get; set; } = 4 << 20;

    /// <summary>Largest tool result in bytes of JSON. Default 8 MiB.</summary>
    public long MaxResponseBytes { get; set; } = 8 << 20;

    /// <summary>Longest run of a tool in seconds, at most a day. Default 60.</summary>
    public double ToolTimeoutSeconds { get; set; } = 60;

    /// <summary>Tool calls per calendar month (UTC); null, the default: not limited.</summary>
    public long? MonthlyToolCalls { get; set; }
}

internal sealed record StorageConfiguration
{
    /// <summary>Bytes that all versions of all documents may take together; null, the default: only the volume is the limit.</summary>
    public long? WorkspaceBytes { get; set; }

    /// <summary>Versions of one document that are kept, the current one included. Default 20.</summary>
    public int DocumentVersions { get; set; } = 20;
}

internal sealed record AuditConfiguration
{
    /// <summary>How long audit records are kept, in seconds. Default 400 days.</summary>
    public double RetentionSeconds { get; set; } = 400 * 86400;

    /// <summary>Whether calls are refused while no record can be written. Default true.</summary>
    public bool FailClosed { get; set; } = true;

    /// <summary>Which calls wait until their record is on the disk. Default those that may change something.</summary>
    public AuditSync Sync { get; set; }
}

[JsonSerializable(typeof(InstanceConfiguration))]
[JsonSerializable(typeof(ConnectorConfiguration))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, AllowTrailingCommas = false)]
internal sealed partial class ConfigurationJson : JsonSerializerContext;

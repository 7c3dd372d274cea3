using System.Text.Json;

namespace McpTenants.Api;

/// <summary>Content of <c>instance.json</c>: all an instance has to know, written by the operator into the tenant's ConfigMap and re-read on change. Holds no secret.</summary>
public sealed record InstanceConfiguration
{
    /// <summary>Whose instance this is.</summary>
    public required InstanceTenant Tenant { get; init; }

    /// <summary>Canonical URL of the MCP endpoint, such as <c>https://acme.example.com/mcp</c>.</summary>
    public required string Url { get; init; }

    /// <summary>Namespace the instance runs in.</summary>
    public required string Namespace { get; init; }

    /// <summary>Who may call.</summary>
    public required InstanceAuthentication Auth { get; init; }

    /// <summary>Which tools are offered.</summary>
    public required InstanceTools Tools { get; init; }

    /// <summary>Request limits.</summary>
    public required InstanceLimits Limits { get; init; }

    /// <summary>How much may be stored.</summary>
    public required InstanceStorage Storage { get; init; }

    /// <summary>What is recorded of calls.</summary>
    public required InstanceAudit Audit { get; init; }

    /// <summary>Services whose operations become tools.</summary>
    public IReadOnlyList<InstanceConnector> Connectors { get; set; } = [];

    /// <summary>Third-party MCP servers in the same pod.</summary>
    public IReadOnlyList<InstanceSidecar> Servers { get; set; } = [];

    /// <summary>Where telemetry goes; null: nowhere.</summary>
    public InstanceObservability? Observability { get; set; }
}

/// <summary>Where telemetry goes. The platform decides it, never the tenant.</summary>
/// <param name="Otlp">Collector of spans and metrics.</param>
public sealed record InstanceObservability(InstanceOtlp Otlp);

/// <summary>An OpenTelemetry collector that speaks OTLP over HTTP.</summary>
/// <param name="Endpoint">Its base URL, without credentials.</param>
public sealed record InstanceOtlp(string Endpoint);

/// <summary>How much may be stored.</summary>
public sealed record InstanceStorage
{
    /// <summary>Bytes that all versions of all documents may take together.</summary>
    public required long WorkspaceBytes { get; init; }

    /// <summary>Versions of one document that are kept, the current one included.</summary>
    public required int DocumentVersions { get; init; }
}

/// <summary>What is recorded of calls.</summary>
public sealed record InstanceAudit
{
    /// <summary>Seconds for which records are kept.</summary>
    public required double RetentionSeconds { get; init; }

    /// <summary>Whether calls are refused while no record can be written.</summary>
    public required bool FailClosed { get; init; }

    /// <summary>Which calls wait until their record is on the disk.</summary>
    public AuditSync Sync { get; set; }
}

/// <summary>Whose instance it is.</summary>
public sealed record InstanceTenant
{
    /// <summary>UID of the custom resource: the tenant's identity.</summary>
    public required string Uid { get; init; }

    /// <summary>Name of the custom resource.</summary>
    public required string Name { get; init; }

    /// <summary>Name for people.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Name of the tier.</summary>
    public required string Tier { get; init; }

    /// <summary>Region label; null when none is given.</summary>
    public string? Region { get; init; }
}

/// <summary>Who may call.</summary>
public sealed record InstanceAuthentication
{
    /// <summary>Kind of proof.</summary>
    public required AuthMode Mode { get; init; }

    /// <summary>Mode OAuth: expected <c>iss</c>.</summary>
    public string? Issuer { get; init; }

    /// <summary>Expected <c>aud</c>.</summary>
    public required string Audience { get; init; }

    /// <summary>Scopes every token has to carry.</summary>
    public IReadOnlyList<string> RequiredScopes { get; set; } = [];

    /// <summary>Tool name or <c>prefix*</c> to the scopes a call needs in addition; all entries that match count.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ToolScopes { get; set; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>Claim that has to name this tenant; null: none.</summary>
    public InstanceTenantClaim? TenantClaim { get; init; }

    /// <summary>Mode ApiKey: the valid keys' hashes.</summary>
    public IReadOnlyList<InstanceApiKey> ApiKeys { get; set; } = [];
}

/// <summary>A claim that has to name this tenant.</summary>
public sealed record InstanceTenantClaim(string Name, string Value);

/// <summary>Hash of a valid key.</summary>
/// <param name="Name">Name for logs.</param>
/// <param name="Sha256">SHA-256 of the key, 64 lower-case hexadecimal digits.</param>
/// <param name="Expires">Instant from which it is refused; null: no end.</param>
public sealed record InstanceApiKey(string Name, string Sha256, DateTimeOffset? Expires);

/// <summary>Which tools are offered.</summary>
public sealed record InstanceTools
{
    /// <summary>Names or <c>prefix*</c>. Default: all.</summary>
    public IReadOnlyList<string> Allow { get; set; } = ["*"];

    /// <summary>Names or <c>prefix*</c>; wins over <see cref="Allow"/>.</summary>
    public IReadOnlyList<string> Deny { get; set; } = [];

    /// <summary>Whether tools annotated as destructive are offered. Default: Deny.</summary>
    public DestructiveTools Destructive { get; set; } = DestructiveTools.Deny;

    /// <summary>Tool name to its description for this tenant.</summary>
    public IReadOnlyDictionary<string, string> Descriptions { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Tool name to argument name to the value used when a caller leaves it out.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>> Defaults { get; set; } =
        new Dictionary<string, IReadOnlyDictionary<string, JsonElement>>(StringComparer.Ordinal);

    /// <summary>Digest of the approved tool list; null: none is pinned.</summary>
    public string? PinnedCatalog { get; init; }

    /// <summary>What happens when the tools differ from the pinned list. Default: Warn.</summary>
    public DriftReaction OnDrift { get; set; } = DriftReaction.Warn;
}

/// <summary>Request limits of one instance.</summary>
public sealed record InstanceLimits
{
    /// <summary>Requests of the whole tenant per minute.</summary>
    public required int RequestsPerMinute { get; init; }

    /// <summary>Requests above the steady rate that are let through at once.</summary>
    public required int Burst { get; init; }

    /// <summary>Requests of one caller per minute.</summary>
    public required int PerUserRequestsPerMinute { get; init; }

    /// <summary>Requests in flight at once.</summary>
    public required int MaxConcurrent { get; init; }

    /// <summary>Largest request body in bytes.</summary>
    public required long MaxRequestBytes { get; init; }

    /// <summary>Largest response body in bytes.</summary>
    public required long MaxResponseBytes { get; init; }

    /// <summary>Seconds after which a tool call is cancelled.</summary>
    public required double ToolTimeoutSeconds { get; init; }

    /// <summary>Tool calls per calendar month.</summary>
    public required long MonthlyToolCalls { get; init; }
}

using McpTenants.Authorization;
using McpTenants.Gateway.Authentication;

namespace McpTenants.Gateway.Routing;

/// <summary>How a tenant's callers prove who they are.</summary>
internal enum AuthScheme
{
    OAuth,
    ApiKey,
    Anonymous,
}

/// <summary>All that the edge needs to know of one tenant; immutable and small, because there may be 10,000 of them.</summary>
internal sealed record TenantRoute
{
    public required string Uid { get; init; }

    public required string Name { get; init; }

    public required string Namespace { get; init; }

    /// <summary>Host names, lower case.</summary>
    public required IReadOnlyList<string> Hosts { get; init; }

    /// <summary>Decides who keeps a host that two tenants claim.</summary>
    public DateTimeOffset Created { get; init; }

    public Standing Standing { get; init; }

    public AuthScheme Scheme { get; init; }

    /// <summary>What tokens must say; null unless the scheme is OAuth.</summary>
    public TokenPolicy? Tokens { get; init; }

    /// <summary>Where the keys of those tokens come from; null unless the scheme is OAuth.</summary>
    public KeySource? Keys { get; init; }

    public IReadOnlyList<string> RequiredScopes { get; init; } = [];

    public IReadOnlyList<ApiKeyHash> ApiKeys { get; init; } = [];

    public RouteLimits Limits { get; init; } = new();

    /// <summary>The tenant's own image; null: the platform's.</summary>
    public string? Image { get; init; }

    /// <summary>The image that the operator last said to run; null before the first one. Another image may answer otherwise.</summary>
    public string? RunningImage { get; init; }

    /// <summary>Counts the changes of the tenant's specification.</summary>
    public long Generation { get; init; }

    /// <summary>Asleep by its status, which follows the truth by a moment: good for hints, not for decisions.</summary>
    public bool Asleep { get; init; }

    /// <summary>An open stream forbids the tenant to sleep.</summary>
    public bool StreamsKeepAwake { get; init; }

    /// <summary>True when nothing differs.</summary>
    public bool SameAs(TenantRoute other) =>
        LetsInLike(other) && this with { Hosts = other.Hosts, RequiredScopes = other.RequiredScopes, ApiKeys = other.ApiKeys } == other;

    /// <summary>True when whoever the other route let in would be let in by this one.</summary>
    public bool LetsInLike(TenantRoute other) =>
        Scheme == other.Scheme && Tokens == other.Tokens && Keys == other.Keys && Hosts.SequenceEqual(other.Hosts, StringComparer.Ordinal)
        && RequiredScopes.SequenceEqual(other.RequiredScopes, StringComparer.Ordinal) && ApiKeys.SequenceEqual(other.ApiKeys);
}

/// <summary>Limits that the edge enforces before anything of the tenant runs.</summary>
internal sealed record RouteLimits
{
    /// <summary>Refill of the tenant's bucket.</summary>
    public int RequestsPerMinute { get; init; } = 600;

    /// <summary>Size of the tenant's bucket.</summary>
    public int Burst { get; init; } = 60;

    /// <summary>Refill and size of each caller's bucket.</summary>
    public int PerUserRequestsPerMinute { get; init; } = 120;

    /// <summary>Largest body in bytes.</summary>
    public long MaxRequestBytes { get; init; } = 4 * 1024 * 1024;
}

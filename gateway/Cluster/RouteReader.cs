using McpTenants.Api;
using McpTenants.Authorization;
using McpTenants.Gateway.Authentication;
using McpTenants.Gateway.Routing;

namespace McpTenants.Gateway.Cluster;

/// <summary>Reads a tenant's route off its object. Pure.</summary>
internal sealed class RouteReader(PlatformPolicy platform, long maxRequestBytes)
{
    /// <summary>
    /// Null for a tenant that is being removed: from then on it is as if it had never been. That begins when the operator says so, not with the
    /// deletion: it stops before a deletion of many tenants, and a mistake that loses no data must not interrupt anybody either.
    /// </summary>
    /// <exception cref="FormatException">The object contradicts what a route needs; it cannot be served.</exception>
    public TenantRoute? Read(McpTenant tenant)
    {
        if (tenant.Metadata.DeletionTimestamp is not null && Holds(tenant, "Deprovisioning"))
            return null;
        var spec = tenant.Spec;
        var auth = spec.Auth;
        var name = tenant.Metadata.Name ?? throw new FormatException("the object has no name");
        var host = $"{spec.Subdomain ?? name}.{platform.BaseDomain}".ToLowerInvariant();
        var scheme = auth?.Mode switch
        {
            AuthMode.ApiKey => AuthScheme.ApiKey,
            AuthMode.Anonymous => platform.AllowAnonymous ? AuthScheme.Anonymous : throw new FormatException("anonymous access is not allowed here"),
            _ => AuthScheme.OAuth,
        };
        return new TenantRoute
        {
            Uid = tenant.Metadata.Uid ?? throw new FormatException("the object has no UID"),
            Name = name,
            Namespace = McpTenantNames.TenantPrefix + name,
            Hosts = [host, .. (spec.CustomHosts ?? []).Select(h => h.ToLowerInvariant())],
            Created = tenant.Metadata.CreationTimestamp ?? default(DateTimeOffset),
            Standing = Stand(tenant),
            Scheme = scheme,
            Tokens = scheme == AuthScheme.OAuth ? Tokens(auth, host) : null,
            Keys = scheme == AuthScheme.OAuth ? new KeySource(auth!.Issuer!, auth.JwksUri) : null,
            RequiredScopes = auth?.RequiredScopes ?? [],
            ApiKeys = scheme == AuthScheme.ApiKey ? [.. (auth?.ApiKeys ?? []).Select(k => new ApiKeyHash(k.Name, k.Sha256, k.Expires))] : [],
            Limits = Limits(tenant),
            Image = spec.Instance?.Image is { Length: > 0 } image ? image : null,
            RunningImage = tenant.Status?.Instance?.Image,
            Generation = tenant.Metadata.Generation ?? 0,
            Asleep = Holds(tenant, "Asleep"),
            StreamsKeepAwake = spec.Scaling?.Streams == StreamMode.KeepAwake,
        };
    }

    private static TokenPolicy Tokens(AuthSpec? auth, string host) => new()
    {
        Issuer = auth?.Issuer is { Length: > 0 } issuer ? issuer : throw new FormatException("auth.issuer is missing"),
        Audience = auth.Audience is { Length: > 0 } audience ? audience : $"https://{host}/mcp",
        TenantClaim = auth.TenantClaim is { } claim ? new RequiredClaim(claim.Name, claim.Value) : null,
    };

    /// <summary>
    /// Suspension is read off the spec, not the status: it must hold from the moment it is asked for, operator or not. Nobody is let in before the
    /// network guardrails stand, or were seen to hold where the tenant requires that; afterwards a tenant stays open while some other part of it is being repaired.
    /// </summary>
    private static Standing Stand(McpTenant tenant)
    {
        var phase = tenant.Status?.Phase;
        if (tenant.Spec.Suspended == true || phase == TenantPhase.Suspended || IsSuspendedByItsSecrets(tenant))
            return Standing.Suspended;
        if (!NetworkProof.Allows(tenant))
            return Standing.Provisioning;
        return phase is TenantPhase.Ready or TenantPhase.Asleep || Holds(tenant, "Ready") || (Holds(tenant, "NetworkIsolated") && IsRouted(tenant)) ? Standing.Open : Standing.Provisioning;
    }

    /// <summary>
    /// The route is the last thing made, so everything a call needs is there. Who sends us a request has an address; that the ingress
    /// controller's word of it is still under way is no reason to refuse.
    /// </summary>
    private static bool IsRouted(McpTenant tenant) =>
        (tenant.Status?.Conditions ?? []).Any(c => c is { Type: "RouteReady" } and ({ Status: "True" } or { Reason: "AwaitingAddress" }));

    // onDeleted: Suspend. The spec says nothing of it, and the phase may tell of something worse.
    private static bool IsSuspendedByItsSecrets(McpTenant tenant) =>
        (tenant.Status?.Conditions ?? []).Any(c => c is { Type: "Suspended", Status: "True", Reason: "SecretDeleted" });

    private static bool Holds(McpTenant tenant, string condition) =>
        (tenant.Status?.Conditions ?? []).Any(c => c.Type == condition && c.Status == "True");

    private RouteLimits Limits(McpTenant tenant)
    {
        var limits = Effective.Of(tenant, platform).Requesting;
        return new RouteLimits
        {
            RequestsPerMinute = limits.RequestsPerMinute,
            Burst = limits.Burst,
            PerUserRequestsPerMinute = limits.PerUserRequestsPerMinute,
            MaxRequestBytes = Math.Min(limits.MaxRequestBytes, maxRequestBytes),
        };
    }
}

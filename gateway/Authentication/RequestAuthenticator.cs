using McpTenants.Authorization;
using McpTenants.Gateway.Edge;
using McpTenants.Gateway.Routing;
using McpTenants.Gateway.Telemetry;

namespace McpTenants.Gateway.Authentication;

/// <summary>Decides whether a request may cost the tenant anything. The tenant's server decides again for itself; this is about waking it.</summary>
internal sealed class RequestAuthenticator(IssuerKeys keys, GatewayMetrics metrics, TimeProvider time, ILogger log)
{
    private const string ApiKeyHeader = "X-API-Key";

    public static bool HasCredential(HttpRequest request) =>
        request.Headers.Authorization.Count > 0 || request.Headers.ContainsKey(ApiKeyHeader);

    public ValueTask<AuthResult> CheckAsync(HttpRequest request, TenantRoute route, CancellationToken ct) => route.Scheme switch
    {
        AuthScheme.Anonymous => ValueTask.FromResult(AuthResult.Of("anonymous")),
        AuthScheme.ApiKey => ValueTask.FromResult(CheckKey(request, route)),
        _ => CheckTokenAsync(request, route, ct),
    };

    private async ValueTask<AuthResult> CheckTokenAsync(HttpRequest request, TenantRoute route, CancellationToken ct)
    {
        var policy = route.Tokens!;
        var metadata = ProtectedResourceMetadataDocument.UrlFor(policy.Audience);
        switch (BearerCredential.Read(request.Headers.Authorization, out var token))
        {
            case BearerPresence.Missing:
                return Refuse(route, "missing", Challenge.MissingToken(metadata, route.RequiredScopes));
            case BearerPresence.Malformed:
                // A credential of another scheme is no bearer token: 401 with how to get one says more than 400.
                return Refuse(route, "malformed_header", Challenge.InvalidToken(metadata, route.RequiredScopes) with { StatusCode = 401 });
        }

        if (await keys.ForAsync(route.Keys!, TokenValidator.PeekKeyId(token), ct) is not { } set)
            return AuthResult.Refused(Refusals.KeysUnavailable);
        var result = TokenValidator.Validate(token, policy, set, time);
        if (!result.IsValid)
            return Refuse(route, result.Rejection.ToString(), Challenge.InvalidToken(metadata, route.RequiredScopes));
        if (ScopeCheck.Missing(result.Scopes, route.RequiredScopes).Count > 0)
            return Refuse(route, "insufficient_scope", Challenge.InsufficientScope(metadata, route.RequiredScopes));
        return AuthResult.Of(result.Subject, result.ExpiresAt);
    }

    private AuthResult CheckKey(HttpRequest request, TenantRoute route)
    {
        string? presented = null;
        if (BearerCredential.Read(request.Headers.Authorization, out var bearer) == BearerPresence.Present)
            presented = bearer;
        else if (request.Headers[ApiKeyHeader] is [{ } header])
            presented = header;
        if (presented is null)
            return Refuse(route, "missing", new Challenge(401, "Bearer"));
        var result = ApiKeyValidator.Validate(presented, route.ApiKeys, time);
        return result.IsValid
            ? AuthResult.Of("key:" + result.Name, route.ApiKeys.Where(k => k.Name == result.Name).Max(k => k.Expires))
            : Refuse(route, "api_key_" + result.Rejection, new Challenge(401, "Bearer error=\"invalid_token\""));
    }

    private AuthResult Refuse(TenantRoute route, string reason, Challenge challenge)
    {
        metrics.Rejections.Add(reason);
        GatewayLog.TokenRefused(log, route.Uid, reason);
        return AuthResult.Refused(Refusals.Unauthenticated(challenge.StatusCode, challenge.HeaderValue));
    }
}

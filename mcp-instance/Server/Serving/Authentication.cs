using System.Collections.Concurrent;
using McpTenants.Authorization;
using McpTenants.Instance.Configuration;
using McpTenants.Instance.Protocol;

namespace McpTenants.Instance.Serving;

/// <summary>The resource-server side of OAuth 2.1 and its simpler siblings, for one state of the configuration.</summary>
internal sealed class Authentication
{
    private readonly AuthConfiguration auth;
    private readonly TokenCache tokens;
    private readonly IReadOnlyList<ApiKeyHash> apiKeys;
    private readonly TimeProvider time;
    private readonly string metadataUrl;
    // By tool. Bounded: only tools that are offered come here.
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> scopes = new(StringComparer.Ordinal);

    public Authentication(InstanceConfiguration configuration, JsonWebKeySet keys, TimeProvider time)
    {
        auth = configuration.Auth;
        this.time = time;
        metadataUrl = ProtectedResourceMetadataDocument.UrlFor(configuration.Url);
        apiKeys = [.. auth.ApiKeys.Select(k => new ApiKeyHash(k.Name, k.Sha256, k.Expires))];
        tokens = new TokenCache(
            new TokenPolicy
            {
                Issuer = auth.Issuer ?? "",
                Audience = string.IsNullOrEmpty(auth.Audience) ? configuration.Url : auth.Audience,
                TenantClaim = auth.TenantClaim is { } claim ? new RequiredClaim(claim.Name, claim.Value) : null,
            },
            keys,
            time);
    }

    /// <summary>Finds out who calls. The reason of a refusal is for the log; the caller gets the same answer for every bad credential.</summary>
    public McpRefusal? Run(IHeaderDictionary headers, out Caller? caller, out string? reason)
    {
        caller = null;
        reason = null;
        if (auth.Mode is AuthMode.Anonymous)
        {
            caller = Caller.Anonymous;
            return null;
        }
        switch (BearerCredential.Read(headers.Authorization, out var credential))
        {
            case BearerPresence.Missing:
                reason = "Missing";
                return Refuse(Challenge.MissingToken(metadataUrl, auth.RequiredScopes), "A bearer token is required.");
            case BearerPresence.Malformed:
                reason = "MalformedHeader";
                return Refuse(Challenge.InvalidRequest(metadataUrl, auth.RequiredScopes), "The Authorization header is not valid.");
            default:
                reason = Check(credential, out caller);
                return reason is null ? null : Refuse(Challenge.InvalidToken(metadataUrl, auth.RequiredScopes), "The credential is not valid.");
        }
    }

    /// <summary>Compares the caller's scopes with those of the operation. Decided on the parsed body, before a response begins.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="tool">The tool that does what is asked for; null when none does.</param>
    public McpRefusal? CheckScopes(Caller caller, string? tool)
    {
        if (auth.Mode is not AuthMode.OAuth)
            return null;
        var needed = tool is null ? auth.RequiredScopes : scopes.GetOrAdd(tool, static (name, auth) => ToolScopes.Of(auth, name), auth);
        return ScopeCheck.Missing(caller.Scopes, needed).Count == 0
            ? null
            : Refuse(Challenge.InsufficientScope(metadataUrl, needed), "The operation needs more scopes.");
    }

    private string? Check(string credential, out Caller? caller)
    {
        caller = null;
        if (auth.Mode is AuthMode.ApiKey)
        {
            var key = ApiKeyValidator.Validate(credential, apiKeys, time);
            if (!key.IsValid)
                return "ApiKey" + key.Rejection;
            caller = new Caller("apiKey", key.Name!, Caller.Anonymous.Scopes);
            return null;
        }
        var token = tokens.Validate(credential);
        if (!token.IsValid)
            return token.Rejection.ToString();
        caller = new Caller("token", token.Subject, token.Scopes);
        return null;
    }

    private static McpRefusal Refuse(Challenge challenge, string message) =>
        new(challenge.StatusCode, ErrorCodes.Refused, message) { Headers = [new("WWW-Authenticate", challenge.HeaderValue)] };
}

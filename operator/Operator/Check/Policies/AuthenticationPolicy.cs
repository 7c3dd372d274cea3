using System.Net;
using McpTenants.Api;

namespace McpTenants.Operator.Check.Policies;

/// <summary>Every mode has what it needs and nothing that it would ignore.</summary>
internal static class AuthenticationPolicy
{
    internal static IEnumerable<Violation> Check(TenantCheckInput input)
    {
        var auth = input.Tenant.Spec.Auth;
        var mode = auth.Mode ?? AuthMode.OAuth;
        if (mode == AuthMode.Anonymous && !input.Platform.AllowAnonymous)
            yield return Error("mode", "the platform does not allow Anonymous", "use OAuth or ApiKey");
        if (mode == AuthMode.OAuth && string.IsNullOrEmpty(auth.Issuer))
            yield return Error("issuer", "mode OAuth needs the issuer of the access tokens", "set an https URL");
        if (mode != AuthMode.OAuth && Unused(auth) is { } field)
            yield return Error(field, $"it has no meaning in mode {mode}", "remove it or use mode OAuth");
        if (mode == AuthMode.OAuth)
        {
            foreach (var (name, url) in new[] { ("issuer", auth.Issuer), ("jwksUri", auth.JwksUri) })
            {
                if (url is { Length: > 0 } && Problem(url, input.Platform) is var (problem, remedy))
                    yield return Error(name, problem, remedy);
            }
        }

        if (auth.Audience is { } audience && (audience.Length == 0 || audience.Any(c => c is <= ' ' or > '~')))
            yield return Error("audience", "it is empty or contains spaces or control characters", "write the audience exactly as in the token's aud claim");
        if ((auth.RequiredScopes ?? []).Any(scope => !IsScope(scope)))
            yield return Error("requiredScopes", "a scope is empty or contains a space, quote or backslash", "list one scope per item");
        foreach (var (pattern, scopes) in auth.ToolScopes ?? new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal))
        {
            if (!Names.IsToolPattern(pattern))
                yield return Error("toolScopes", $"'{Names.Shown(pattern)}' is neither a tool name nor a prefix followed by *", "regular expressions are not understood");
            if (scopes is null or { Count: 0 or > 32 } || !scopes.All(IsScope))
                yield return Error("toolScopes", $"the scopes of '{Names.Shown(pattern)}' are missing, more than 32, or contain a space, quote or backslash", "list one scope per item");
        }

        if (auth.TenantClaim is { } claim && (claim.Name.Length == 0 || claim.Value.Length == 0))
            yield return Error("tenantClaim", "name or value is empty", "set both, such as {name: org_id, value: acme}");
    }

    private static string? Unused(AuthSpec auth) =>
        auth.Issuer is { Length: > 0 } ? "issuer"
        : auth.JwksUri is { Length: > 0 } ? "jwksUri"
        : auth.RequiredScopes is { Count: > 0 } ? "requiredScopes"
        : auth.TenantClaim is not null ? "tenantClaim"
        : auth.ToolScopes is { Count: > 0 } ? "toolScopes"
        : null;

    private static bool IsScope(string scope) => scope is { Length: > 0 and <= 128 } && scope.All(c => c is > ' ' and <= '~' and not ('"' or '\\'));

    private static (string Problem, string Remedy)? Problem(string text, PlatformPolicy platform)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttps)
            return ($"'{Names.Shown(text)}' is not an https URL", "write one such as https://login.example");
        if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0 || text.Any(char.IsWhiteSpace))
            return ("user information, query and fragment are not allowed in it", "write only scheme, host and path");
        if (!text.All(c => char.IsAsciiLetterOrDigit(c) || "-._~/%:[]".Contains(c, StringComparison.Ordinal)))
            return ($"'{Names.Shown(text)}' contains characters that no issuer has", "percent-encode them, exactly as in the token's iss claim");
        if (platform.AllowPrivateIssuers)
            return null;
        var isPrivate = IPAddress.TryParse(url.IdnHost, out var address)
            ? ForbiddenRanges.Contains(address)
            : url.IsLoopback || !url.IdnHost.Contains('.', StringComparison.Ordinal) || url.IdnHost.TrimEnd('.').EndsWith(".local", StringComparison.OrdinalIgnoreCase)
                || url.IdnHost.TrimEnd('.').EndsWith(".svc", StringComparison.OrdinalIgnoreCase);
        return isPrivate ? ($"'{url.Host}' is a private address", "use a public issuer, or have the platform set allowPrivateIssuers") : null;
    }

    private static Violation Error(string field, string problem, string remedy) =>
        Violation.Of(Reasons.InvalidAuthentication, "spec.auth." + field, problem, remedy);
}

using System.Text;

namespace McpTenants.Authorization;

/// <summary>A WWW-Authenticate challenge of RFC 6750 with the resource metadata of RFC 9728, together with the HTTP status it goes with.</summary>
/// <param name="StatusCode">400, 401 or 403.</param>
/// <param name="HeaderValue">Value of the WWW-Authenticate header.</param>
public sealed record Challenge(int StatusCode, string HeaderValue)
{
    /// <summary>401 for a request without any credential: no error code, because nothing was wrong with a token (RFC 6750, section 3.1).</summary>
    /// <param name="resourceMetadataUrl">Absolute URL of the protected resource metadata.</param>
    /// <param name="scopes">Scopes a token for this operation needs; may be empty.</param>
    public static Challenge MissingToken(string resourceMetadataUrl, IEnumerable<string> scopes) =>
        new(401, Build(null, null, resourceMetadataUrl, scopes));

    /// <summary>401 for a token that was refused. The reason stays in our log: it would tell an attacker what to change.</summary>
    /// <param name="resourceMetadataUrl">Absolute URL of the protected resource metadata.</param>
    /// <param name="scopes">Scopes a token for this operation needs; may be empty.</param>
    public static Challenge InvalidToken(string resourceMetadataUrl, IEnumerable<string> scopes) =>
        new(401, Build("invalid_token", "The access token is not valid for this resource.", resourceMetadataUrl, scopes));

    /// <summary>400 for an Authorization header that is not one bearer token.</summary>
    /// <param name="resourceMetadataUrl">Absolute URL of the protected resource metadata.</param>
    /// <param name="scopes">Scopes a token for this operation needs; may be empty.</param>
    public static Challenge InvalidRequest(string resourceMetadataUrl, IEnumerable<string> scopes) =>
        new(400, Build("invalid_request", "Exactly one bearer token is expected in the Authorization header.", resourceMetadataUrl, scopes));

    /// <summary>403 that starts a step-up: the scopes are all that the operation needs, so that one more authorization is enough.</summary>
    /// <param name="resourceMetadataUrl">Absolute URL of the protected resource metadata.</param>
    /// <param name="scopes">All scopes of the operation, including those already granted.</param>
    public static Challenge InsufficientScope(string resourceMetadataUrl, IEnumerable<string> scopes) =>
        new(403, Build("insufficient_scope", "The operation needs more scopes.", resourceMetadataUrl, scopes));

    private static string Build(string? error, string? description, string resourceMetadataUrl, IEnumerable<string> scopes)
    {
        var value = new StringBuilder("Bearer ");
        if (error is not null)
            Append(value, "error", error);
        if (description is not null)
            Append(value, "error_description", description);
        // offline_access asks for a refresh token, which is between client and authorization server only.
        var scope = string.Join(' ', scopes.Where(s => s != "offline_access").Distinct(StringComparer.Ordinal));
        if (scope.Length > 0)
            Append(value, "scope", scope);
        Append(value, "resource_metadata", resourceMetadataUrl);
        return value.ToString();
    }

    private static void Append(StringBuilder value, string name, string content)
    {
        if (value[^1] != ' ')
            value.Append(", ");
        value.Append(name).Append("=\"");
        foreach (var c in content)
        {
            // Configuration is trusted, but a line break in it must still not be able to start a header of its own.
            if (c is < ' ' or > '~')
                continue;
            if (c is '"' or '\\')
                value.Append('\\');
            value.Append(c);
        }
        value.Append('"');
    }
}

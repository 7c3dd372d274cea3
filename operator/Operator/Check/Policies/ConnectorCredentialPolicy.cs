using McpTenants.Api;

namespace McpTenants.Operator.Check.Policies;

/// <summary>A credential has exactly the fields that its type means, and there are secrets for it to be read from.</summary>
internal static class ConnectorCredentialPolicy
{
    // Headers that HTTP itself needs, or that would be confused with another kind of credential.
    private static readonly string[] ReservedHeaders =
        ["authorization", "connection", "content-length", "content-type", "cookie", "expect", "host", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade"];

    internal static IEnumerable<Violation> Check(ConnectorCredentialSpec? credential, string field, TenantCheckInput input)
    {
        if (credential is null)
            yield break;
        if (input.Tenant.Spec.Secrets is null)
            yield return Error(field, "the tenant has no secrets to read it from", "set spec.secrets");
        var needed = Needed(credential.Type);
        foreach (var (name, value) in Fields(credential))
        {
            if (needed.Contains(name, StringComparer.Ordinal) == value is null)
                yield return value is null
                    ? Error($"{field}.{name}", $"type {credential.Type} needs it", "set it")
                    : Error($"{field}.{name}", $"it has no meaning for type {credential.Type}", "remove it");
            else if (value is not null && name.EndsWith("ile", StringComparison.Ordinal) && !IsFileName(value))
                yield return Error($"{field}.{name}", $"'{Names.Shown(value)}' is not the name of a file in the tenant's Secret", "use letters, digits, '-', '_' and '.'");
        }

        if (credential.Scopes is { Count: > 0 } && credential.Type != ConnectorCredentialType.OAuth2ClientCredentials)
            yield return Error(field + ".scopes", $"it has no meaning for type {credential.Type}", "remove it");
        if (credential is { Type: ConnectorCredentialType.Header, Header: { } header } && (ReservedHeaders.Contains(header, StringComparer.OrdinalIgnoreCase) || header.StartsWith("mcp-", StringComparison.OrdinalIgnoreCase)))
            yield return Error(field + ".header", $"'{Names.Shown(header)}' is not a header for keys", "use the header the service documents; type Bearer or Basic for Authorization");
        if (credential is { Type: ConnectorCredentialType.OAuth2ClientCredentials, TokenUrl: { } url } && UpstreamUrl.Problem(url, input) is var (problem, remedy))
            yield return Error(field + ".tokenUrl", problem, remedy);
    }

    private static string[] Needed(ConnectorCredentialType type) => type switch
    {
        ConnectorCredentialType.Bearer => ["file"],
        ConnectorCredentialType.Header => ["file", "header"],
        ConnectorCredentialType.Basic => ["usernameFile", "passwordFile"],
        _ => ["clientIdFile", "clientSecretFile", "tokenUrl"],
    };

    private static (string Name, string? Value)[] Fields(ConnectorCredentialSpec c) =>
    [
        ("file", c.File), ("header", c.Header), ("usernameFile", c.UsernameFile), ("passwordFile", c.PasswordFile),
        ("clientIdFile", c.ClientIdFile), ("clientSecretFile", c.ClientSecretFile), ("tokenUrl", c.TokenUrl),
    ];

    private static bool IsFileName(string name) => name.Length is > 0 and <= 253 && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static Violation Error(string field, string problem, string remedy) => Violation.Of(Reasons.InvalidConnector, field, problem, remedy);
}

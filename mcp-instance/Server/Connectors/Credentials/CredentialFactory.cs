using McpTenants.Instance.Configuration;

namespace McpTenants.Instance.Connectors.Credentials;

/// <summary>The credential that a connector's configuration describes.</summary>
internal static class CredentialFactory
{
    public static ICredential? Create(
        ConnectorConfiguration connector, SecretFiles files, HttpMessageInvoker http, CredentialAudit audit, TimeProvider time, Func<double> chance) => connector.Credential switch
        {
            null => null,
            { Type: CredentialKind.Bearer } bearer => FixedCredential.Bearer(files, bearer.File ?? ""),
            { Type: CredentialKind.Header } header => FixedCredential.Header(files, header.File ?? "", header.Header ?? ""),
            { Type: CredentialKind.Basic } basic => FixedCredential.Basic(files, basic.UsernameFile ?? "", basic.PasswordFile ?? ""),
            var client => new ClientCredentials(
                (client.ClientSecretFile ?? "") + ":token", new TokenEndpoint(connector.Name, http, client, files, audit, time, chance).FetchAsync, time, chance),
        };
}

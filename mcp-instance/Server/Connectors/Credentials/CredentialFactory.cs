using McpTenants.Instance.Configuration;

namespace McpTenants.Instance.Connectors.Credentials;

/// <summary>The credential that a connector's configuration describes.</summary>
internal static class CredentialFactory
{
    public static ICredential? Create(CredentialConfiguration? configuration, SecretFiles files, HttpMessageInvoker http, TimeProvider time, Func<double> chance) => configuration?.Type switch
    {
        null => null,
        CredentialKind.Bearer => FixedCredential.Bearer(files, configuration.File ?? ""),
        CredentialKind.Header => FixedCredential.Header(files, configuration.File ?? "", configuration.Header ?? ""),
        CredentialKind.Basic => FixedCredential.Basic(files, configuration.UsernameFile ?? "", configuration.PasswordFile ?? ""),
        _ => new ClientCredentials(new TokenEndpoint(http, configuration, files, time, chance).FetchAsync, time, chance),
    };
}

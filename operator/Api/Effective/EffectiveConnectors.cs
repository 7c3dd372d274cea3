using McpTenants.Api.Values;

namespace McpTenants.Api;

/// <summary>Connectors with their defaults, for the instance.</summary>
internal static class EffectiveConnectors
{
    private const long DefaultResponseBytes = 1 << 20;
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    internal static IReadOnlyList<InstanceConnector> Of(IReadOnlyList<ConnectorSpec>? connectors) => [.. (connectors ?? []).Select(Of)];

    private static InstanceConnector Of(ConnectorSpec spec) => new()
    {
        Name = spec.Name,
        Inline = spec.Inline is not null,
        BaseUrl = spec.BaseUrl,
        Include = spec.Operations?.Include ?? [],
        Exclude = spec.Operations?.Exclude ?? [],
        Credential = spec.Credential is { } credential ? Of(credential) : null,
        TimeoutSeconds = (GoDuration.TryParse(spec.Timeout, out var timeout) ? timeout : DefaultTimeout).TotalSeconds,
        MaxResponseBytes = Quantity.TryParse(spec.MaxResponseBytes, out var bytes) && bytes is >= 1 and <= int.MaxValue ? (long)bytes : DefaultResponseBytes,
        CaBundle = spec.CaBundle,
    };

    private static InstanceConnectorCredential Of(ConnectorCredentialSpec spec) => new()
    {
        Type = spec.Type,
        File = spec.File,
        Header = spec.Header,
        UsernameFile = spec.UsernameFile,
        PasswordFile = spec.PasswordFile,
        ClientIdFile = spec.ClientIdFile,
        ClientSecretFile = spec.ClientSecretFile,
        TokenUrl = spec.TokenUrl,
        Scopes = spec.Scopes ?? [],
    };
}

using McpTenants.Api;

namespace McpTenants.Operator.Check.Bindings;

/// <summary>Where a cloud's directory and vaults are.</summary>
/// <param name="AuthorityHost">The directory.</param>
/// <param name="VaultSuffix">Domain of the vaults.</param>
/// <param name="ExchangeAudience">Audience of a ServiceAccount token that the directory exchanges.</param>
internal sealed record VaultCloudFacts(string AuthorityHost, string VaultSuffix, string ExchangeAudience)
{
    private static readonly VaultCloudFacts Public = new("https://login.microsoftonline.com", "vault.azure.net", "api://AzureADTokenExchange");
    private static readonly VaultCloudFacts UsGovernment = new("https://login.microsoftonline.us", "vault.usgovcloudapi.net", "api://AzureADTokenExchangeUSGov");
    private static readonly VaultCloudFacts China = new("https://login.chinacloudapi.cn", "vault.azure.cn", "api://AzureADTokenExchangeChina");

    /// <summary>What the vaults' access tokens are for, and what their challenge has to name.</summary>
    public string Resource => "https://" + VaultSuffix;

    /// <summary>The facts of a binding's cloud; null when cloud Custom is not described.</summary>
    public static VaultCloudFacts? Of(McpVaultBindingSpec spec) => spec.Cloud switch
    {
        null or VaultCloud.Public => Public,
        VaultCloud.UsGovernment => UsGovernment,
        VaultCloud.China => China,
        _ => spec.CustomCloud is { } custom
            ? new VaultCloudFacts(
                custom.AuthorityHost, custom.VaultSuffix.ToLowerInvariant(), custom.TokenExchangeAudience is { Length: > 0 } audience ? audience : Public.ExchangeAudience)
            : null,
    };
}

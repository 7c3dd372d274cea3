namespace McpTenants.Instance.Connectors.Upstream;

/// <summary>Why there was no answer, in words that follow the name of whoever was asked; without addresses.</summary>
internal static class UpstreamFailure
{
    public static string Describe(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "has a name that cannot be resolved",
        HttpRequestError.SecureConnectionError => "has no certificate that is trusted",
        HttpRequestError.ConnectionError => "cannot be reached",
        _ => "broke the connection off",
    };
}

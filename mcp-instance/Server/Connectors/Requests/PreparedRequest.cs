namespace McpTenants.Instance.Connectors.Requests;

/// <summary>A request without its credential: data only, so that it can be sent again.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Url">Full URL below the connector's base.</param>
/// <param name="Headers">Headers from parameters; nothing else of a caller ever becomes one.</param>
/// <param name="Body">Body; null: none.</param>
/// <param name="MediaType">Media type of the body.</param>
internal sealed record PreparedRequest(HttpMethod Method, Uri Url, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[]? Body, string? MediaType)
{
    /// <summary>Whether sending it twice does what sending it once does (RFC 9110, 9.2.2).</summary>
    public bool IsIdempotent => Method == HttpMethod.Get || Method == HttpMethod.Head || Method == HttpMethod.Options || Method == HttpMethod.Put || Method == HttpMethod.Delete;
}

namespace k8s.Autorest;

/// <summary>What is worth knowing of a failed request. Neither headers nor body: they may hold secrets.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="RequestUri">Address.</param>
public sealed record HttpRequestMessageWrapper(HttpMethod Method, Uri? RequestUri);

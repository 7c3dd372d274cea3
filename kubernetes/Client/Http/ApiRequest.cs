using System.Net.Http.Headers;

namespace k8s.Http;

/// <summary>One request, as plain data, so that it can be sent again.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path and query below the server's address.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path)
{
    public const string Json = "application/json";

    public byte[]? Body { get; init; }

    public string MediaType { get; init; } = Json;

    public string Accept { get; init; } = Json;

    /// <summary>Whether sending it twice has the effect of sending it once. An apply is; other patches and creations are not.</summary>
    public bool IsIdempotent => Method == HttpMethod.Get || Method == HttpMethod.Put || Method == HttpMethod.Delete || MediaType == "application/apply-patch+yaml";

    public HttpRequestMessage ToMessage(Uri server, Version version)
    {
        var message = new HttpRequestMessage(Method, new Uri(server, Path)) { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        message.Headers.TryAddWithoutValidation("Accept", Accept);
        if (Body is not null)
        {
            message.Content = new ByteArrayContent(Body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaType);
        }

        return message;
    }
}

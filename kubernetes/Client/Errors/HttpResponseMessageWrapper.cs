using System.Net;

namespace k8s.Autorest;

/// <summary>What is worth knowing of an error answer.</summary>
/// <param name="StatusCode">HTTP status.</param>
/// <param name="Content">Body as text, cut at 64 KiB.</param>
public sealed record HttpResponseMessageWrapper(HttpStatusCode StatusCode, string Content)
{
    /// <summary>How long the server asks to wait (<c>Retry-After</c>); null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

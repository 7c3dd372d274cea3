using System.Net.Http.Headers;

namespace k8s.Authentication;

/// <summary>A provider that may have a newer token after the server refused one.</summary>
internal interface IRenewableTokenProvider : ITokenProvider
{
    /// <returns>Whether trying again makes sense.</returns>
    ValueTask<bool> RenewAsync(AuthenticationHeaderValue? refused, CancellationToken ct);
}

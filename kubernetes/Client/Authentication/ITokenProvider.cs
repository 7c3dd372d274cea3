using System.Net.Http.Headers;

namespace k8s.Authentication;

/// <summary>Gives the Authorization header of a request.</summary>
public interface ITokenProvider
{
    /// <summary>Called before every request; null sends none.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    Task<AuthenticationHeaderValue?> GetAuthenticationHeaderAsync(CancellationToken cancellationToken);
}

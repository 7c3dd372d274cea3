using System.Net.Http.Headers;

namespace k8s.Authentication;

/// <summary>A credential that never changes.</summary>
internal sealed class FixedTokenProvider(AuthenticationHeaderValue header) : ITokenProvider
{
    private readonly Task<AuthenticationHeaderValue?> _header = Task.FromResult<AuthenticationHeaderValue?>(header);

    public Task<AuthenticationHeaderValue?> GetAuthenticationHeaderAsync(CancellationToken cancellationToken) => _header;
}

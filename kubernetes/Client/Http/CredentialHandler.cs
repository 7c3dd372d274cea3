using System.Net;
using System.Net.Http.Headers;
using System.Text;
using k8s.Authentication;

namespace k8s.Http;

/// <summary>Puts the caller's credential on each request. A 401 makes a renewable credential renew, once.</summary>
internal sealed class CredentialHandler(KubernetesClientConfiguration configuration, TimeProvider time, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly ITokenProvider? _provider = ProviderOf(configuration, time);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var used = await AuthorizeAsync(request, cancellationToken).ConfigureAwait(false);
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
            return response;

        var renewed = _provider is IRenewableTokenProvider renewable && await renewable.RenewAsync(used, cancellationToken).ConfigureAwait(false);
        if (configuration.ExecCredentials is { } exec)
            renewed |= await exec.RenewAsync(cancellationToken).ConfigureAwait(false);
        if (!renewed)
            return response;

        response.Dispose();
        await AuthorizeAsync(request, cancellationToken).ConfigureAwait(false);
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<AuthenticationHeaderValue?> AuthorizeAsync(HttpRequestMessage request, CancellationToken ct)
    {
        if (_provider is not null)
            request.Headers.Authorization = await _provider.GetAuthenticationHeaderAsync(ct).ConfigureAwait(false);
        return request.Headers.Authorization;
    }

    private static ITokenProvider? ProviderOf(KubernetesClientConfiguration configuration, TimeProvider time)
    {
        if (configuration.TokenProvider is { } given)
            return given;
        // As client-go: a file wins over the literal token, which is only its first value.
        if (configuration.TokenFile is { } file)
            return new TokenFileProvider(file, time);
        if (configuration.AccessToken is { Length: > 0 } token)
            return new FixedTokenProvider(new AuthenticationHeaderValue("Bearer", token));
        if (configuration.Username is { Length: > 0 } user)
            return new FixedTokenProvider(new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{configuration.Password}"))));
        return configuration.ExecCredentials;
    }
}

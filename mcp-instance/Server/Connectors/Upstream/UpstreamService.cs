using System.Net;
using McpTenants.Instance.Connectors.Credentials;
using McpTenants.Instance.Connectors.Requests;
using McpTenants.Instance.Tools;

namespace McpTenants.Instance.Connectors.Upstream;

/// <summary>Sends requests to one service: with its credential, again where that is safe, and along redirects that stay with it.</summary>
internal sealed class UpstreamService(HttpMessageInvoker http, ICredential? credential, CredentialAudit audit, TimeProvider time, Func<double> chance)
{
    /// <summary>The final answer, and what of the request must not be shown in it. The caller disposes the answer.</summary>
    /// <exception cref="UpstreamException">There is no answer.</exception>
    public async Task<(HttpResponseMessage Response, IReadOnlyList<string> Hidden)> SendAsync(PreparedRequest request, CallOrigin origin, CancellationToken cancellationToken)
    {
        if (credential is null)
            return (await FollowAsync(request, null, cancellationToken).ConfigureAwait(false), []);
        var header = await credential.GetAsync(origin, cancellationToken).ConfigureAwait(false);
        var response = await UseAsync(credential, header, request, origin, cancellationToken).ConfigureAwait(false);
        // A token can be withdrawn before its time. One new token, one more attempt: a 401 means that nothing was done.
        if (response.StatusCode is HttpStatusCode.Unauthorized && credential.TryRenew(header))
        {
            response.Dispose();
            header = await credential.GetAsync(origin, cancellationToken).ConfigureAwait(false);
            response = await UseAsync(credential, header, request, origin, cancellationToken).ConfigureAwait(false);
        }
        return (response, header.Hidden);
    }

    // Requests that are sent again, or on along redirects, are one use.
    private Task<HttpResponseMessage> UseAsync(ICredential used, SecretHeader header, PreparedRequest request, CallOrigin origin, CancellationToken cancellationToken) =>
        audit.UseAsync(used.Name, request.Url, origin, () => FollowAsync(request, header, cancellationToken), static r => r.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden);

    private async Task<HttpResponseMessage> FollowAsync(PreparedRequest request, SecretHeader? header, CancellationToken cancellationToken)
    {
        for (var hops = 0; ; hops++)
        {
            var response = await RetryAsync(request, header, cancellationToken).ConfigureAwait(false);
            if (!Redirects.IsRedirect(response))
                return response;
            using (response)
            {
                if (hops == Redirects.Maximum)
                    throw new UpstreamException("The service redirects too often.");
                request = Redirects.Next(request, response);
            }
        }
    }

    private async Task<HttpResponseMessage> RetryAsync(PreparedRequest request, SecretHeader? header, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan? pause;
            try
            {
                var response = await SendOnceAsync(request, header, cancellationToken).ConfigureAwait(false);
                pause = request.IsIdempotent && RetryDelay.IsWorthIt(response.StatusCode)
                    ? RetryDelay.After(attempt, response.Headers.RetryAfter, time.GetUtcNow(), chance())
                    : null;
                if (pause is null)
                    return response;
                response.Dispose();
            }
            catch (HttpRequestException e)
            {
                if (e.InnerException is UpstreamException refused)
                    throw refused;
                pause = request.IsIdempotent && e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                    ? RetryDelay.After(attempt, null, time.GetUtcNow(), chance())
                    : null;
                if (pause is null)
                    throw new UpstreamException($"The service {UpstreamFailure.Describe(e.HttpRequestError)}.", e);
            }
            await Task.Delay(pause.Value, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(PreparedRequest request, SecretHeader? header, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(request.Method, request.Url);
        message.Headers.TryAddWithoutValidation("Accept", "application/json, text/*;q=0.8, */*;q=0.1");
        message.Headers.TryAddWithoutValidation("User-Agent", "mcp-instance");
        foreach (var (name, value) in request.Headers.Where(h => !h.Key.Equals(header?.Name, StringComparison.OrdinalIgnoreCase)))
            message.Headers.TryAddWithoutValidation(name, value);
        if (header is not null)
            message.Headers.TryAddWithoutValidation(header.Name, header.Value);
        if (request.Body is not null)
        {
            message.Content = new ByteArrayContent(request.Body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.MediaType);
        }
        return await http.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }
}

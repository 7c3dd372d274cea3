using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using McpTenants.Instance.Configuration;
using McpTenants.Instance.Connectors.OpenApi;
using McpTenants.Instance.Connectors.Upstream;

namespace McpTenants.Instance.Connectors.Credentials;

/// <summary>Asks an authorization server for an access token; client_secret_basic, the one method every server has to support.</summary>
internal sealed class TokenEndpoint(HttpMessageInvoker http, CredentialConfiguration configuration, SecretFiles files, TimeProvider time, Func<double> chance)
{
    private const int MaximumBytes = 64 << 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <exception cref="UpstreamException">No token; the message names the server's error code, never its text.</exception>
    public async Task<AccessToken> FetchAsync(CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = time.CreateTimer(static source => ((CancellationTokenSource)source!).Cancel(), limited, Patience, Timeout.InfiniteTimeSpan);
        var asked = time.GetUtcNow();
        try
        {
            using var request = Request();
            using var response = await http.SendAsync(request, limited.Token).ConfigureAwait(false);
            var (bytes, _) = await BoundedBody.ReadAsync(response.Content, MaximumBytes, limited.Token).ConfigureAwait(false);
            return Read(response, bytes, asked);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UpstreamException("The authorization server of this connector does not answer.", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw e.InnerException as UpstreamException ?? new UpstreamException("The authorization server of this connector cannot be reached.", e);
        }
    }

    private HttpRequestMessage Request()
    {
        var (id, secret) = (files.Read(configuration.ClientIdFile ?? ""), files.Read(configuration.ClientSecretFile ?? ""));
        var fields = new List<KeyValuePair<string, string>> { new("grant_type", "client_credentials") };
        if (configuration.Scopes.Count > 0)
            fields.Add(new("scope", string.Join(' ', configuration.Scopes)));
        var request = new HttpRequestMessage(HttpMethod.Post, configuration.TokenUrl) { Content = new FormUrlEncodedContent(fields) };
        // RFC 6749, 2.3.1: both are form-encoded before they are joined.
        var pair = $"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}";
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(pair)));
        request.Headers.Accept.ParseAdd("application/json");
        return request;
    }

    private AccessToken Read(HttpResponseMessage response, byte[] bytes, DateTimeOffset asked)
    {
        JsonElement? body = null;
        try
        {
            body = JsonElement.Parse(bytes);
        }
        catch (JsonException)
        {
            // Not JSON: there is no error code to name, and no token.
        }
        if (!response.IsSuccessStatusCode)
        {
            var code = body?.Member("error").Text() is { Length: <= 64 } error && error.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? ": " + error : "";
            throw new UpstreamException($"The authorization server of this connector answered {(int)response.StatusCode}{code}.");
        }
        if (body?.Member("access_token").Text() is not { Length: > 0 } token || !token.All(c => c is > ' ' and <= '~')
            || (body.Value.Member("token_type").Text() is { } type && !type.Equals("Bearer", StringComparison.OrdinalIgnoreCase)))
            throw new UpstreamException("The authorization server of this connector gave no bearer token.");
        var expires = body.Value.Member("expires_in") is { } value && double.TryParse(value.ToString(), System.Globalization.CultureInfo.InvariantCulture, out var seconds) ? seconds : (double?)null;
        return AccessToken.Of(token, expires, asked, chance());
    }
}

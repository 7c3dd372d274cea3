using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using McpTenants.Instance.Configuration;
using McpTenants.Instance.Connectors.OpenApi;
using McpTenants.Instance.Connectors.Upstream;
using McpTenants.Instance.Tools;

namespace McpTenants.Instance.Connectors.Credentials;

/// <summary>Asks an authorization server for an access token; client_secret_basic, the one method every server has to support.</summary>
internal sealed class TokenEndpoint(
    string connector, HttpMessageInvoker http, CredentialConfiguration configuration, SecretFiles files, CredentialAudit audit, TimeProvider time, Func<double> chance)
{
    private const int MaximumBytes = 64 << 10;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private string Server => $"The authorization server of connector {connector}";

    /// <exception cref="UpstreamException">No token; the message names the server's error code, never its text.</exception>
    public async Task<AccessToken> FetchAsync(CallOrigin origin)
    {
        using var limited = new CancellationTokenSource(Patience, time);
        var asked = time.GetUtcNow();
        try
        {
            using var request = Request();
            var (status, bytes) = await audit.UseAsync(
                configuration.ClientSecretFile ?? "", request.RequestUri!, origin, () => SendAsync(request, limited.Token), static answer => (int)answer.Status is >= 400 and < 500).ConfigureAwait(false);
            return Read(status, bytes, asked);
        }
        catch (OperationCanceledException e)
        {
            throw new UpstreamException($"{Server} does not answer.", e);
        }
        catch (HttpRequestException e)
        {
            throw e.InnerException as UpstreamException ?? new UpstreamException($"{Server} {UpstreamFailure.Describe(e.HttpRequestError)}.", e);
        }
        catch (IOException e)
        {
            throw new UpstreamException($"{Server} broke the connection off.", e);
        }
    }

    private async Task<(HttpStatusCode Status, byte[] Body)> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var (bytes, _) = await BoundedBody.ReadAsync(response.Content, MaximumBytes, cancellationToken).ConfigureAwait(false);
        return (response.StatusCode, bytes);
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

    private AccessToken Read(HttpStatusCode status, byte[] bytes, DateTimeOffset asked)
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
        if ((int)status is < 200 or > 299)
        {
            var code = body?.Member("error").Text() is { Length: <= 64 } error && error.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-') ? ": " + error : "";
            throw new UpstreamException($"{Server} answered {(int)status}{code}.{((int)status is >= 400 and < 500 ? " Its administrator has to check the credential." : "")}");
        }
        if (body?.Member("access_token").Text() is not { Length: > 0 } token || !token.All(c => c is > ' ' and <= '~')
            || (body.Value.Member("token_type").Text() is { } type && !type.Equals("Bearer", StringComparison.OrdinalIgnoreCase)))
            throw new UpstreamException($"{Server} gave no bearer token.");
        var expires = body.Value.Member("expires_in") is { } value && double.TryParse(value.ToString(), System.Globalization.CultureInfo.InvariantCulture, out var seconds) ? seconds : (double?)null;
        return AccessToken.Of(token, expires, asked, chance());
    }
}

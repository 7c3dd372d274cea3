using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpTenants.Api;

namespace McpTenants.Operator.Jwks;

/// <summary>Fetches an issuer's keys: https only, no redirects, no private addresses, bounded in time and size.</summary>
internal sealed class IssuerClient(JwksOptions options)
{
    /// <summary>Fetches and normalises the key set.</summary>
    /// <exception cref="IssuerException">The issuer gave no usable key set; the message says why.</exception>
    public async Task<string> FetchAsync(IssuerKey key, CancellationToken cancellationToken)
    {
        using var client = Client(key.CaBundle);
        try
        {
            var uri = key.JwksUri.Length > 0 ? key.JwksUri : await DiscoverAsync(client, key.Issuer, cancellationToken);
            return KeySet.Normalise(await GetAsync(client, uri, cancellationToken));
        }
        catch (JsonException e)
        {
            throw new IssuerException(e.Message, e);
        }
        catch (HttpRequestException e)
        {
            throw new IssuerException(e.InnerException is IssuerException refused ? refused.Message : e.Message, e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IssuerException($"no answer within {options.Timeout.TotalSeconds:0} s", e);
        }
    }

    private async Task<string> DiscoverAsync(HttpClient client, string issuer, CancellationToken cancellationToken)
    {
        var document = JsonNode.Parse(await GetAsync(client, issuer.TrimEnd('/') + "/.well-known/openid-configuration", cancellationToken));

        // Without this check a provider's tenant could point its discovery at the keys of another issuer.
        return (string?)document?["issuer"] != issuer ? throw new IssuerException($"its discovery document names the issuer '{(string?)document?["issuer"]}'")
            : (string?)document["jwks_uri"] ?? throw new IssuerException("its discovery document has no jwks_uri");
    }

    private static async Task<string> GetAsync(HttpClient client, string text, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps || uri.UserInfo.Length > 0)
        {
            throw new IssuerException($"'{text}' is not an https URL");
        }

        using var response = await client.GetAsync(uri, cancellationToken);
        return response.StatusCode == HttpStatusCode.OK
            ? await response.Content.ReadAsStringAsync(cancellationToken)
            : throw new IssuerException($"{uri} answered {(int)response.StatusCode}");
    }

    private HttpClient Client(string caBundle)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = options.Timeout,
            ConnectCallback = ConnectAsync,
            SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = TrustedRoots.Policy(options.CaFile, caBundle) },
        };
        return new HttpClient(handler, disposeHandler: true) { Timeout = options.Timeout, MaxResponseContentBufferSize = options.MaxBytes };
    }

    // The addresses that were checked are the ones that are dialled: a name that resolves differently the second time (DNS
    // rebinding) gains nothing.
    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        if (!options.AllowPrivate && addresses.FirstOrDefault(ForbiddenRanges.Contains) is { } refused)
        {
            throw new IssuerException($"{context.DnsEndPoint.Host} has the private address {refused}, which --allow-private-issuers would allow");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

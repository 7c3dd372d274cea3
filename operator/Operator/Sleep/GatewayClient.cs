using System.Net.Http.Headers;
using System.Text.Json;

namespace McpTenants.Operator.Sleep;

/// <summary>Calls the admin port of gateways.</summary>
internal sealed class GatewayClient : IDisposable
{
    private readonly HttpClient http;
    private readonly SleepOptions options;

    /// <summary>Makes a client with its own connections.</summary>
    public GatewayClient(SleepOptions options)
        : this(options, new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(1) })
    {
    }

    internal GatewayClient(SleepOptions options, HttpMessageHandler handler)
    {
        this.options = options;
        http = new HttpClient(handler, disposeHandler: true) { Timeout = options.GatewayTimeout, MaxResponseContentBufferSize = 64 * 1024 };
    }

    /// <summary>Asks every gateway about the tenant; null for one that gave no answer.</summary>
    public Task<GatewayState?[]> AskAllAsync(IEnumerable<Uri> gateways, string tenantUid, CancellationToken cancellationToken) =>
        Task.WhenAll(gateways.Select(gateway => AskAsync(gateway, tenantUid, cancellationToken)));

    /// <summary>Sends a verb (drain, asleep, abort) to every gateway.</summary>
    /// <returns>True when all of them agreed.</returns>
    public async Task<bool> TellAllAsync(IEnumerable<Uri> gateways, string tenantUid, string verb, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(gateways.Select(gateway => TellAsync(gateway, tenantUid, verb, cancellationToken)));
        return answers.All(agreed => agreed);
    }

    /// <summary>Whether the gateway knows the tenant; null when it gave no answer.</summary>
    public async Task<bool?> KnowsAsync(Uri gateway, string tenantUid, CancellationToken cancellationToken)
    {
        try
        {
            using var request = await RequestAsync(HttpMethod.Get, gateway, $"/admin/tenants/{tenantUid}", cancellationToken);
            using var response = await http.SendAsync(request, cancellationToken);
            return response.StatusCode == System.Net.HttpStatusCode.NotFound ? false : response.IsSuccessStatusCode ? true : null;
        }
        catch (Exception e) when (IsNoAnswer(e, cancellationToken))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private async Task<GatewayState?> AskAsync(Uri gateway, string tenantUid, CancellationToken cancellationToken)
    {
        try
        {
            using var request = await RequestAsync(HttpMethod.Get, gateway, $"/admin/tenants/{tenantUid}", cancellationToken);
            using var response = await http.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode
                ? JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(cancellationToken), GatewayStateJson.Default.GatewayState)
                : null;
        }
        catch (Exception e) when (IsNoAnswer(e, cancellationToken))
        {
            return null;
        }
    }

    private async Task<bool> TellAsync(Uri gateway, string tenantUid, string verb, CancellationToken cancellationToken)
    {
        try
        {
            using var request = await RequestAsync(HttpMethod.Post, gateway, $"/admin/tenants/{tenantUid}/{verb}", cancellationToken);
            using var response = await http.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (IsNoAnswer(e, cancellationToken))
        {
            return false;
        }
    }

    private async Task<HttpRequestMessage> RequestAsync(HttpMethod method, Uri gateway, string path, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(method, new Uri(gateway, path));
        if (options.TokenFile.Length > 0)
        {
            // Read each time: the Secret may be rotated under a running operator.
            var token = await File.ReadAllTextAsync(options.TokenFile, cancellationToken);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
        }

        return request;
    }

    private static bool IsNoAnswer(Exception e, CancellationToken cancellationToken) =>
        e is HttpRequestException or JsonException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}

using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace McpTenants.Bench.Cluster;

/// <summary>
/// A bare client of the API server: JSON in, JSON out, no models, no caches. It is not the project's own client on purpose: it
/// plays the other side (the user, the kubelet, the baseline), and a fault of our client must not hide itself.
/// </summary>
internal sealed class ApiServer : IDisposable
{
    /// <summary>Content type of a JSON merge patch.</summary>
    public const string MergePatch = "application/merge-patch+json";

    /// <summary>Content type of server-side apply.</summary>
    public const string ApplyPatch = "application/apply-patch+yaml";

    private readonly HttpClient _http;

    private ApiServer(HttpClient http) => _http = http;

    /// <summary>Connects as the current user of a kubeconfig, by client certificate or token.</summary>
    public static async Task<ApiServer> ConnectAsync(string kubeconfig, CancellationToken cancellationToken)
    {
        // kubectl resolves files, contexts and defaults; what is left is one cluster and one user with inline data.
        var text = await Command.RunAsync("kubectl", ["--kubeconfig", kubeconfig, "config", "view", "--raw", "--flatten", "--minify", "-o", "json"], cancellationToken);
        var config = JsonNode.Parse(text)!;
        var cluster = config["clusters"]![0]!["cluster"]!;
        var user = config["users"]![0]!["user"]!;
        var handler = new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromMinutes(5) };
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(Pem(cluster, "certificate-authority-data"));
        handler.SslOptions.CertificateChainPolicy = policy;
        if (user["client-certificate-data"] is not null)
            handler.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPem(Pem(user, "client-certificate-data"), Pem(user, "client-key-data"))];
        var http = new HttpClient(handler) { BaseAddress = new Uri(cluster["server"]!.GetValue<string>()), Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        http.DefaultRequestHeaders.UserAgent.ParseAdd("mcpt-bench");
        if (user["token"]?.GetValue<string>() is { } token)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return new ApiServer(http);
    }

    /// <summary>Reads an object or list; null when there is none.</summary>
    public async Task<JsonObject?> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(path, cancellationToken);
        return response.StatusCode == HttpStatusCode.NotFound ? null : await ReadAsync(response, cancellationToken);
    }

    /// <summary>Reads a document that is not JSON, such as <c>/metrics</c>.</summary>
    public async Task<string> GetTextAsync(string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/plain, */*");
        using var response = await _http.SendAsync(request, cancellationToken);
        return await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>Creates an object in the given collection.</summary>
    public async Task<JsonObject> CreateAsync(string collection, JsonNode body, CancellationToken cancellationToken)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _http.PostAsync(collection, content, cancellationToken);
        return await ReadAsync(response, cancellationToken);
    }

    /// <summary>Patches an object.</summary>
    public async Task<JsonObject> PatchAsync(string path, string contentType, JsonNode body, CancellationToken cancellationToken)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, contentType);
        using var response = await _http.PatchAsync(path, content, cancellationToken);
        return await ReadAsync(response, cancellationToken);
    }

    /// <summary>Deletes an object; one that is gone already is fine.</summary>
    public async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await _http.DeleteAsync(path, cancellationToken);
        if (response.StatusCode != HttpStatusCode.NotFound)
            await ReadAsync(response, cancellationToken);
    }

    /// <summary>Everything that happens to a collection, beginning with what is there; ends when the server ends it.</summary>
    public async IAsyncEnumerable<(string Type, JsonObject Object)> WatchAsync(string collection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync($"{collection}?watch=true&timeoutSeconds=3600", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            var change = JsonNode.Parse(line)!.AsObject();
            yield return (change["type"]!.GetValue<string>(), change["object"]!.AsObject());
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private static string Pem(JsonNode node, string name) => Encoding.ASCII.GetString(Convert.FromBase64String(node[name]!.GetValue<string>()));

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.IsSuccessStatusCode
            ? JsonNode.Parse(text)!.AsObject()
            : throw new HttpRequestException($"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri!.PathAndQuery}: {(int)response.StatusCode} {text}", null, response.StatusCode);
    }
}

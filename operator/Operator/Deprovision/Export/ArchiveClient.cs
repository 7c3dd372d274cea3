using System.Net.Http.Headers;
using McpTenants.Operator.Certificates;
using McpTenants.Operator.Plan;

namespace McpTenants.Operator.Deprovision.Export;

/// <summary>Fetches an archive from the export job.</summary>
internal sealed class ArchiveClient(PeerHttp peers) : IDisposable
{
    // No overall timeout: an archive may be large. A connection that says nothing for a minute is dead.
    private readonly HttpClient http = new(peers.Handler(TimeSpan.FromSeconds(5))) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Opens the archive.</summary>
    public async Task<HttpResponseMessage> OpenAsync(Peer server, string token, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, server, "/archive", token);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return response.EnsureSuccessStatusCode();
    }

    /// <summary>The digest of what was served.</summary>
    public async Task<string> DigestAsync(Peer server, string token, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Get, server, "/archive/sha256", token);
        using var response = await http.SendAsync(request, cancellationToken);
        var text = await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken);
        return text.Trim().Split(' ')[0].ToLowerInvariant();
    }

    /// <summary>Ends the job.</summary>
    public async Task DoneAsync(Peer server, string token, CancellationToken cancellationToken)
    {
        using var request = Request(HttpMethod.Post, server, "/done", token);
        using var response = await http.SendAsync(request, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private static HttpRequestMessage Request(HttpMethod method, Peer server, string path, string token)
    {
        var request = PeerHttp.Request(method, server, ExportPort.Number, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return request;
    }
}

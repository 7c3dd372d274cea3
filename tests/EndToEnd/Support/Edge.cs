using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using McpCall;
using McpTenants.Testing;
using ModelContextProtocol.Client;

namespace EndToEnd.Support;

/// <summary>The outside: TLS to the cluster's edge, tokens from the identity provider, MCP clients.</summary>
internal static class Edge
{
    /// <summary>The URL of a tenant.</summary>
    public static Uri UrlOf(string tenant) => new($"https://{tenant}.mcp.test/mcp");

    /// <summary>A client that trusts the edge's authority and dials the edge for every name.</summary>
    public static async Task<HttpClient> ClientAsync()
    {
        var cluster = Path.GetDirectoryName(await TestCluster.GetAsync(Tier.EndToEnd))!;
        var address = await File.ReadAllTextAsync(Path.Combine(cluster, "edge-address"));
        return EdgeHttpClient.Create(Path.Combine(cluster, "pki", "edge-ca.crt"), IPAddress.Parse(address.Trim()));
    }

    /// <summary>Asks the identity provider for a token by client credentials.</summary>
    /// <param name="tenant">Whose agent asks; the token's org_id.</param>
    /// <param name="resource">The resource that the token is for (RFC 8707); default the tenant's own URL.</param>
    public static async Task<string> TokenAsync(string tenant, Uri? resource = null)
    {
        using var http = await ClientAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://login.mcp.test/token");
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{tenant}-agent:{tenant}-agent-secret")));
        request.Content = new FormUrlEncodedContent(
            [new("grant_type", "client_credentials"), new("resource", (resource ?? UrlOf(tenant)).ToString())]);
        using var response = await http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        return JsonNode.Parse(body)!["access_token"]!.GetValue<string>();
    }

    /// <summary>Connects the SDK's client to a tenant.</summary>
    public static async Task<McpClient> ConnectAsync(string tenant)
    {
        var http = await ClientAsync();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await TokenAsync(tenant));
        var transport = new HttpClientTransport(
            new HttpClientTransportOptions { Endpoint = UrlOf(tenant), TransportMode = HttpTransportMode.StreamableHttp }, http, ownsHttpClient: true);
        return await McpClient.CreateAsync(transport);
    }
}

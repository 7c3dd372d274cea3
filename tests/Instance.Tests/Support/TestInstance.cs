using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpTenants.Instance.Configuration;
using McpTenants.Instance.Serving;
using ModelContextProtocol.Client;

namespace Instance.Tests.Support;

/// <summary>The real server on loopback with a folder of its own.</summary>
internal sealed class TestInstance : IAsyncDisposable
{
    public const string Uid = "11111111-2222-3333-4444-555555555555";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("instance-test-");
    private readonly MemoryStream logs = new();
    private InstanceServer? server;
    private TimeProvider time = TimeProvider.System;
    private bool isQuiet;
    private string? tls;

    /// <summary>Where telemetry goes after the next start; null: nowhere.</summary>
    public Uri? Collector { get; set; }

    public HttpClient Http { get; } = new();

    public Uri Mcp => new(server!.Addresses[0] + "/mcp");

    public Uri Admin(string path) => new(server!.Addresses[1] + path);

    public Uri Public(string path) => new(server!.Addresses[0] + path);

    /// <summary>What Kestrel calls for each request of the public port.</summary>
    public Microsoft.AspNetCore.Http.RequestDelegate Handler => server!.PublicHandler;

    public string Logs => Encoding.UTF8.GetString(logs.ToArray());

    public InstanceEnvironment Environment => new()
    {
        ConfigurationFolder = Path.Combine(folder.FullName, "config"),
        DataFolder = Path.Combine(folder.FullName, "data"),
        SecretsFolder = Path.Combine(folder.FullName, "secrets"),
        ConnectorsFolder = Path.Combine(folder.FullName, "connectors"),
        AllowPrivateUpstreams = true,
        ExportTokenFile = Path.Combine(folder.FullName, "token"),
        TlsFolder = tls,
        Port = 0,
        AdminPort = 0,
    };

    public static JsonObject Configuration(string mode = "Anonymous") => new()
    {
        ["tenant"] = new JsonObject { ["uid"] = Uid, ["name"] = "acme", ["displayName"] = "Acme Health", ["tier"] = "enterprise", ["region"] = "westeurope" },
        ["url"] = TokenForge.Audience,
        ["namespace"] = "mcpt-acme",
        ["auth"] = new JsonObject
        {
            ["mode"] = mode,
            ["issuer"] = mode == "OAuth" ? TokenForge.Issuer : null,
            ["audience"] = TokenForge.Audience,
            ["requiredScopes"] = new JsonArray("kb:read"),
            ["tenantClaim"] = null,
            ["apiKeys"] = new JsonArray(),
        },
        ["tools"] = new JsonObject { ["allow"] = new JsonArray("*"), ["deny"] = new JsonArray(), ["destructive"] = "Deny", ["descriptions"] = new JsonObject(), ["defaults"] = new JsonObject() },
        ["limits"] = new JsonObject
        {
            ["requestsPerMinute"] = 1_000_000,
            ["burst"] = 1_000_000,
            ["perUserRequestsPerMinute"] = 1_000_000,
            ["maxConcurrent"] = 64,
            ["maxRequestBytes"] = 65536,
            ["maxResponseBytes"] = 1048576,
            ["toolTimeoutSeconds"] = 60,
            ["monthlyToolCalls"] = 100000,
        },
    };

    public static async Task<TestInstance> StartAsync(
        JsonObject? configuration = null, string? keys = null, TimeProvider? time = null, bool isQuiet = false, Action<InstanceEnvironment>? prepare = null, string? tls = null)
    {
        var instance = new TestInstance { time = time ?? TimeProvider.System, isQuiet = isQuiet, tls = tls };
        Directory.CreateDirectory(instance.Environment.ConfigurationFolder);
        Directory.CreateDirectory(instance.Environment.DataFolder);
        Directory.CreateDirectory(instance.Environment.SecretsFolder);
        prepare?.Invoke(instance.Environment);
        instance.Configure(configuration ?? Configuration(), keys);
        await instance.StartServerAsync();
        return instance;
    }

    public async Task StartServerAsync()
    {
        server = await InstanceServer.StartAsync(Environment with { Collector = Collector }, isQuiet ? Stream.Null : Stream.Synchronized(logs), time);
        await ExportReadyAsync(); // Requests before it is set up are not exported.
    }

    public Task ExportReadyAsync() => server!.Export.Ready;

    public async Task StopServerAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        server = null;
    }

    public void Configure(JsonObject configuration, string? keys = null)
    {
        File.WriteAllText(Path.Combine(Environment.ConfigurationFolder, "instance.json"), configuration.ToJsonString());
        if (keys is not null)
            File.WriteAllText(Path.Combine(Environment.ConfigurationFolder, "jwks.json"), keys);
    }

    public Task<McpClient> ConnectAsync(string? protocolVersion = null, string? token = null) => McpClient.CreateAsync(
        new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = Mcp,
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = token is null ? [] : new Dictionary<string, string>(StringComparer.Ordinal) { ["Authorization"] = "Bearer " + token },
        }),
        new McpClientOptions { ProtocolVersion = protocolVersion });

    /// <summary>A POST as raw as a test wants it. Headers with an empty value are removed.</summary>
    public async Task<(int Status, JsonElement? Body, HttpResponseMessage Response)> PostAsync(string body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Mcp) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "application/json", ["Accept"] = "application/json, text/event-stream" };
        foreach (var (name, value) in headers)
            all[name] = value;
        foreach (var (name, value) in all.Where(h => h.Value.Length > 0))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content.Headers.TryAddWithoutValidation(name, value);
        }
        var response = await Http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var data = text.Split('\n').LastOrDefault(l => l.StartsWith("data: ", StringComparison.Ordinal))?[6..] ?? text;
        return ((int)response.StatusCode, data.StartsWith('{') ? JsonElement.Parse(data) : null, response);
    }

    public async ValueTask DisposeAsync()
    {
        await StopServerAsync();
        Http.Dispose();
        folder.Delete(recursive: true);
    }
}

using System.Net;
using System.Net.Http.Headers;
using McpTenants.Bench.Load;
using McpTenants.Bench.Processes;

namespace McpTenants.Bench.Gateway;

/// <summary>One gateway replica as a plain process, with its admin port.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private const string Token = "bench-admin-token-0123456789abcdef";
    private readonly HttpClient _admin;

    private GatewayProcess(ServerProcess process, IPEndPoint endpoint, IPEndPoint admin)
    {
        (Process, Endpoint) = (process, endpoint);
        _admin = new HttpClient { BaseAddress = new Uri($"http://{admin}"), Timeout = TimeSpan.FromSeconds(5) };
        _admin.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    /// <summary>The process.</summary>
    public ServerProcess Process { get; }

    /// <summary>The public port.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Starts a replica and waits until it is ready.</summary>
    public static async Task<GatewayProcess> StartAsync(BenchContext context, string kubeconfig, int instancePort, CancellationToken cancellationToken)
    {
        var tokenFile = Path.Combine(context.NewFolder("gateway"), "token");
        await File.WriteAllTextAsync(tokenFile, Token, cancellationToken);
        var (endpoint, admin) = (FreePort.Next(), FreePort.Next());
        string[] arguments =
        [
            "--kubeconfig", kubeconfig, "--base-domain", BenchTenant.BaseDomain, "--port", $"{endpoint.Port}", "--admin-port", $"{admin.Port}",
            "--instance-port", $"{instancePort}", "--admin-token-file", tokenFile,
        ];
        var process = ServerProcess.Start(context.Program("gateway", "mcp-gateway"), arguments, RuntimeEnvironment.Variables, context.LogFile("gateway"));
        var gateway = new GatewayProcess(process, endpoint, admin);
        try
        {
            await process.FirstAnswerAsync(admin, HttpRequestBytes.Get("localhost", "/readyz"), cancellationToken);
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync();
            throw;
        }
    }

    /// <summary>One step of going to sleep, as the operator's sleep controller takes it: <c>drain</c>, <c>asleep</c> or <c>abort</c>.</summary>
    /// <returns>False for a veto.</returns>
    public async Task<bool> SleepStepAsync(string tenantUid, string step, CancellationToken cancellationToken)
    {
        using var response = await _admin.PostAsync($"/admin/tenants/{tenantUid}/{step}", null, cancellationToken);
        return response.StatusCode switch
        {
            HttpStatusCode.OK => true,
            HttpStatusCode.Conflict => false,
            _ => throw new HttpRequestException($"{step}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken)}"),
        };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await Process.DisposeAsync();
    }
}

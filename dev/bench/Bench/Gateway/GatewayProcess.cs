using System.Globalization;
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
    /// <param name="context">Where the published program is.</param>
    /// <param name="kubeconfig">The API server.</param>
    /// <param name="instancePort">The port that pods listen on.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="more">Further options of the command line.</param>
    public static async Task<GatewayProcess> StartAsync(BenchContext context, string kubeconfig, int instancePort, CancellationToken cancellationToken, params IEnumerable<string> more)
    {
        var tokenFile = Path.Combine(context.NewFolder("gateway"), "token");
        await File.WriteAllTextAsync(tokenFile, Token, cancellationToken);
        var (endpoint, admin) = (FreePort.Next(), FreePort.Next());
        string[] arguments =
        [
            "--kubeconfig", kubeconfig, "--base-domain", BenchTenant.BaseDomain, "--port", $"{endpoint.Port}", "--admin-port", $"{admin.Port}",
            "--instance-port", $"{instancePort}", "--admin-token-file", tokenFile, .. more,
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

    /// <summary>True while it wants new connections; false also when it does not answer.</summary>
    public async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _admin.GetAsync("/readyz", cancellationToken);
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    /// <summary>Requests that it holds for tenants that wake.</summary>
    public async Task<double> WaitingAsync(CancellationToken cancellationToken)
    {
        const string Name = "mcp_gateway_waiting_requests ";
        var page = await _admin.GetStringAsync("/metrics", cancellationToken);
        var line = page.Split('\n').First(l => l.StartsWith(Name, StringComparison.Ordinal));
        return double.Parse(line.AsSpan(Name.Length), CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await Process.DisposeAsync();
    }
}

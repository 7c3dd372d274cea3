using System.Collections.Concurrent;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;

namespace McpTenants.Operator.Instances;

/// <summary>Asks a running instance at its admin port. A pod that does not answer, or not as it should, has said nothing.</summary>
internal sealed class InstanceClient : IDisposable
{
    private const int LargestAnswer = 256 * 1024;

    private static readonly string Selector = $"{McpTenantNames.AppNameLabel}={McpTenantNames.Instance}";

    // Where an answer came from last. The answer names its tenant, so an address that has become somebody else's is noticed.
    private readonly ConcurrentDictionary<string, string> addresses = new(StringComparer.Ordinal);
    private readonly IKubernetesClient client;
    private readonly InstanceOptions options;
    private readonly HttpClient http;

    /// <summary>Makes a client with its own connections; none is kept, as an address outlives its pod.</summary>
    public InstanceClient(IKubernetesClient client, InstanceOptions options)
    {
        (this.client, this.options) = (client, options);
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.Zero };
        http = new HttpClient(handler, disposeHandler: true) { Timeout = options.Timeout, MaxResponseContentBufferSize = LargestAnswer };
    }

    /// <summary>What the tenant's pod says; null when there is none, or it said nothing.</summary>
    public async Task<InstanceReport?> AskAsync(string tenantNamespace, string tenantUid, CancellationToken cancellationToken)
    {
        if (addresses.TryGetValue(tenantNamespace, out var known))
        {
            if (await AskPodAsync(known, tenantUid, cancellationToken) is { } report)
            {
                return report;
            }

            addresses.TryRemove(tenantNamespace, out _);
        }

        // Read when needed: a watch of all tenants' pods would cost every wake of every tenant.
        var page = await client.ListPageAsync<V1Pod>(tenantNamespace, new() { LabelSelector = Selector }, cancellationToken);
        if (page.Items.FirstOrDefault(p => p is { Metadata.DeletionTimestamp: null, Status: { Phase: "Running", PodIP.Length: > 0 } })?.Status!.PodIP is not { } address)
        {
            return null;
        }

        var answer = await AskPodAsync(address, tenantUid, cancellationToken);
        if (answer is not null)
        {
            addresses[tenantNamespace] = address;
        }

        return answer;
    }

    /// <summary>The tenant sleeps: its next pod has another address.</summary>
    public void Forget(string tenantNamespace) => addresses.TryRemove(tenantNamespace, out _);

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    internal async Task<InstanceReport?> AskPodAsync(string address, string tenantUid, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await http.GetByteArrayAsync(new UriBuilder("http", address, options.AdminPort, "/status").Uri, cancellationToken);
            return InstanceAnswer.Read(answer, tenantUid);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}

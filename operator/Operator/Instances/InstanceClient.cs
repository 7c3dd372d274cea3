using System.Collections.Concurrent;
using System.Net;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;
using McpTenants.Operator.Certificates;

namespace McpTenants.Operator.Instances;

/// <summary>Asks a running instance at its admin port. A pod that does not answer, or not as it should, has said nothing.</summary>
internal sealed class InstanceClient : IDisposable
{
    private const int LargestAnswer = 256 * 1024;

    private static readonly string Selector = $"{McpTenantNames.AppNameLabel}={McpTenantNames.Instance}";

    // Where an answer came from last. The answer names its tenant, so an address that has become somebody else's is noticed.
    private readonly ConcurrentDictionary<string, Peer> addresses = new(StringComparer.Ordinal);
    private readonly IKubernetesClient client;
    private readonly InstanceOptions options;
    private readonly HttpClient http;

    /// <summary>Makes a client with its own connections.</summary>
    public InstanceClient(IKubernetesClient client, InstanceOptions options, PeerHttp peers)
    {
        (this.client, this.options) = (client, options);
        http = new HttpClient(peers.Handler(options.Timeout), disposeHandler: true) { Timeout = options.Timeout, MaxResponseContentBufferSize = LargestAnswer };
    }

    /// <summary>What the tenant's pod says; null when there is none, or it said nothing.</summary>
    public async Task<InstanceReport?> AskAsync(string tenantNamespace, string tenantUid, CancellationToken cancellationToken)
    {
        if (addresses.TryGetValue(tenantNamespace, out var known) && known.TenantUid == tenantUid)
        {
            if (await AskPodAsync(known, cancellationToken) is { } report)
            {
                return report;
            }

            addresses.TryRemove(tenantNamespace, out _);
        }

        // Read when needed: a watch of all tenants' pods would cost every wake of every tenant.
        var page = await client.ListPageAsync<V1Pod>(tenantNamespace, new() { LabelSelector = Selector }, cancellationToken);
        var pod = page.Items.FirstOrDefault(p => p is { Metadata.DeletionTimestamp: null, Status: { Phase: "Running", PodIP.Length: > 0 } });
        if (!IPAddress.TryParse(pod?.Status!.PodIP, out var address))
        {
            return null;
        }

        var peer = new Peer(tenantUid, address, MutualTlsDecision.Serves(pod!.Metadata));
        var answer = await AskPodAsync(peer, cancellationToken);
        if (answer is not null)
        {
            addresses[tenantNamespace] = peer;
        }

        return answer;
    }

    /// <summary>The tenant sleeps: its next pod has another address.</summary>
    public void Forget(string tenantNamespace) => addresses.TryRemove(tenantNamespace, out _);

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    internal async Task<InstanceReport?> AskPodAsync(Peer peer, CancellationToken cancellationToken)
    {
        try
        {
            using var request = PeerHttp.Request(HttpMethod.Get, peer, options.AdminPort, "/status");
            using var answer = await http.SendAsync(request, cancellationToken);
            return answer.IsSuccessStatusCode ? InstanceAnswer.Read(await answer.Content.ReadAsByteArrayAsync(cancellationToken), peer.TenantUid) : null;
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }
}

using McpTenants.Gateway.Forwarding;
using McpTenants.Gateway.Lifecycle;
using McpTenants.Gateway.Telemetry;

namespace McpTenants.Gateway.Streams;

/// <summary>One look at the pods of a namespace.</summary>
internal delegate Task<IReadOnlyList<PodFacts>> PodList(string ns, CancellationToken ct);

/// <summary>
/// Finds the pod of a tenant that another replica has woken, for streams that are open at this one. Only looks: it reads pods and asks one who it
/// is, and never touches the scale.
/// </summary>
internal sealed class PodFinder(PodList list, InstanceDialer dialer, TimeSpan timeout, TimeProvider time, ILogger log)
{
    public async Task FindAsync(TenantStreams tenant)
    {
        InstancePod? pod = null;
        Stream? probed = null;
        try
        {
            using var limit = new CancellationTokenSource(timeout, time);
            if (PodFacts.Newest(await list(tenant.Route.Namespace, limit.Token)) is { Address: { } address } found)
            {
                var target = new InstancePod(found.Uid, address, found.MutualTls);
                probed = await dialer.ConnectAsync(target, tenant.Route.Uid, mustBeReady: true, limit.Token);
                pod = target;
            }
        }
        catch (Exception e) when (e is k8s.Autorest.HttpOperationException or HttpRequestException or IOException or OperationCanceledException)
        {
            GatewayLog.StreamPodNotFound(log, tenant.Route.Uid, e);
        }
        finally
        {
            tenant.EndSeeking(pod, probed);
        }
    }
}

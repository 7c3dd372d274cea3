using System.Collections.Concurrent;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;
using McpTenants.Operator.Plan;

namespace McpTenants.Operator.Isolation;

/// <summary>Runs probes: makes the Job, connects to its pod, tries the controls, reads the report. What it means is <see cref="ProbeVerdict"/>'s business.</summary>
internal sealed class Prober(IKubernetesClient client, SurroundingsReader surroundings, Dialer dialer, PlatformPolicy platform, IsolationOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Flight> flights = new(StringComparer.Ordinal);

    /// <summary>The probe of a tenant that runs.</summary>
    public Flight? Running(string tenant) => flights.GetValueOrDefault(tenant);

    /// <summary>Whether as many run as may. Two at a time may both find room: one more than wanted does no harm.</summary>
    public bool IsFull => flights.Count >= options.Concurrency;

    /// <summary>Starts a probe.</summary>
    /// <returns>False when it has to wait: what another process began is still there.</returns>
    public async Task<bool> StartAsync(McpTenant tenant, PlanInput input, string policies, CancellationToken cancellationToken)
    {
        if (await client.GetAsync<V1Job>(McpTenantNames.Probe, input.Namespace, cancellationToken) is { } left)
        {
            await client.DeleteAsync<V1Job>(McpTenantNames.Probe, input.Namespace, Precondition.Only(left), cancellationToken);
            return false;
        }

        var targets = ProbeTargets.Of(input.Tenant, await surroundings.ReadAsync(cancellationToken));
        var (at, started) = (time.GetUtcNow(), time.GetTimestamp());
        try
        {
            var job = await client.CreateAsync(
                ProbeJob.Build(input, platform.InstanceImage, ProbeContract.Write(targets, options), options.Patience), McpTenantNames.PipelineManager, cancellationToken);
            flights[input.Tenant.Name] = new Flight(tenant.Metadata.Uid!, job.Metadata.Uid!, at, started, targets, policies, ProbeSchedule.RequestOf(tenant));
            return true;
        }
        catch (HttpOperationException e) when (e.IsAlreadyExists())
        {
            return false;
        }
    }

    /// <summary>Goes as far as it can without waiting for the pod.</summary>
    /// <returns>What came of the probe; null while it runs.</returns>
    public async Task<ProbeFindings?> LookAsync(string tenant, Flight flight, string tenantNamespace, CancellationToken cancellationToken)
    {
        var pods = await client.ListAsync<V1Pod>(tenantNamespace, ProbeJob.Selector, ct: cancellationToken);
        var pod = pods.FirstOrDefault(p => p.OwnerReferences()?.Any(o => o.Uid == flight.JobUid) == true);
        if (flight.Own is null && pod?.Status is { Phase: "Running", PodIP: { Length: > 0 } address })
        {
            flight = flight with { Own = await TryAsync(flight.Targets, address, cancellationToken) };
            flights[tenant] = flight;
        }

        var found = flight.Own ?? new ProbeFindings { Targets = flight.Targets };
        var ended = pod?.Status?.ContainerStatuses?.FirstOrDefault()?.State?.Terminated;
        return ended is not null && ProbeContract.Read(ended.Message, flight.Targets) is { } report ? found with { Report = report }
            : ended is not null ? found with { Trouble = $"it ended with code {ended.ExitCode} and without a report" }
            : time.GetElapsedTime(flight.Started) >= options.Patience ? found with { Trouble = await TroubleAsync(pod, tenantNamespace, cancellationToken) }
            : null;
    }

    /// <summary>Clears a probe away, whether it has ended or not.</summary>
    public async Task EndAsync(string tenant, string tenantNamespace, CancellationToken cancellationToken)
    {
        if (!flights.TryGetValue(tenant, out var flight))
        {
            return;
        }

        try
        {
            var onlyThis = new V1DeleteOptions { Preconditions = new V1Preconditions { Uid = flight.JobUid }, PropagationPolicy = "Background" };
            await client.DeleteAsync<V1Job>(McpTenantNames.Probe, tenantNamespace, onlyThis, cancellationToken);
        }
        catch (HttpOperationException e) when (e.IsConflict() || e.IsForbidden())
        {
            // Another job by now, or the namespace is going and takes it along.
        }

        flights.TryRemove(tenant, out _);
    }

    // The probe waits as long as the connection to its open port is held.
    private async Task<ProbeFindings> TryAsync(IReadOnlyList<ProbeTarget> targets, string address, CancellationToken cancellationToken)
    {
        using var held = await dialer.OpenAsync(address, ProbeContract.OpenPort, cancellationToken);
        var controls = targets.Where(t => !t.Open).Select(async t => (t.Name, Answers: await dialer.AnswersAsync(t.Host!, t.Port, cancellationToken))).ToList();
        bool? closed = held is null ? null : await dialer.StaysOpenAsync(address, ProbeContract.ClosedPort, cancellationToken);
        return new ProbeFindings
        {
            Targets = targets,
            Controls = (await Task.WhenAll(controls)).ToDictionary(c => c.Name, c => c.Answers, StringComparer.Ordinal),
            OpenPort = held is not null,
            ClosedPort = closed,
        };
    }

    private async Task<string> TroubleAsync(V1Pod? pod, string tenantNamespace, CancellationToken cancellationToken)
    {
        var waiting = pod?.Status?.ContainerStatuses?.FirstOrDefault()?.State?.Waiting;
        if (waiting is not null)
        {
            return $"its pod waits: {waiting.Reason} {waiting.Message}".TrimEnd();
        }

        if (pod?.Status?.Conditions?.FirstOrDefault(c => c is { Type: "PodScheduled", Status: "False" }) is { } unscheduled)
        {
            return $"its pod waits: {unscheduled.Reason} {unscheduled.Message}".TrimEnd();
        }

        if (pod is not null)
        {
            return $"its pod did not end in {options.Patience.TotalSeconds:0} seconds";
        }

        var events = await client.ListAsync<Corev1Event>(tenantNamespace, fieldSelector: $"involvedObject.name={McpTenantNames.Probe},reason=FailedCreate", ct: cancellationToken);
        return events.LastOrDefault()?.Message is { Length: > 0 } message ? $"it got no pod: {message}" : "it got no pod";
    }
}

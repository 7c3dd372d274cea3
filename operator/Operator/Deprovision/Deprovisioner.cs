using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;
using McpTenants.Operator.Deprovision.Export;
using McpTenants.Operator.Pipeline;
using McpTenants.Operator.Plan;
using McpTenants.Operator.Status;

namespace McpTenants.Operator.Deprovision;

/// <summary>Removes a tenant step by step. It can be killed anywhere: the next pass reads what is left and goes on from there.</summary>
internal sealed partial class Deprovisioner(
    IKubernetesClient client, FactFinder facts, Exporter exporter, Scaler scaler, DeprovisionOptions options, ILogger<Deprovisioner> logger)
{
    /// <summary>Takes as many steps as can be taken without waiting.</summary>
    public async Task<DeprovisionProgress> RunAsync(McpTenant tenant, CancellationToken cancellationToken)
    {
        ExportResult? export = null;
        while (true)
        {
            var found = await facts.FindAsync(tenant, cancellationToken) with { ExportSettled = export?.Settled == true };
            LogStep(tenant.Metadata.Name!, found.Next);
            switch (found.Next)
            {
                case DeprovisionStep.CutRoute:
                    await CutRouteAsync(found, cancellationToken);
                    break;
                case DeprovisionStep.StopWorkload:
                    await scaler.ScaleAsync(McpTenantNames.NamespaceOf(tenant.Metadata.Name!), 0, cancellationToken);
                    return Wait(Reasons.StoppingWorkload, "Scaled to zero.", export);
                case DeprovisionStep.WaitForPods:
                    return Wait(Reasons.StoppingWorkload, $"Waits for the end of pod {string.Join(", ", found.Pods)}.", export);
                case DeprovisionStep.Export:
                    export = await exporter.ExportAsync(tenant, cancellationToken);
                    if (!export.Settled)
                    {
                        return Wait(export.Reason, export.Message, export);
                    }

                    break;
                case DeprovisionStep.DeleteNamespace:
                    await DeleteNamespaceAsync(tenant, found.Namespace!, cancellationToken);
                    break;
                case DeprovisionStep.WaitForNamespace:
                    return Wait(Reasons.DeletingNamespace, Remaining(found.Namespace!), export);
                case DeprovisionStep.WaitForVolumes:
                    return Wait(Reasons.ReleasingVolumes, Volumes(found), export);
                default:
                    await ReleaseAsync(tenant, cancellationToken);
                    return new DeprovisionProgress(Reasons.DeletingNamespace, "Nothing is left.", null, export);
            }
        }
    }

    private DeprovisionProgress Wait(string reason, string message, ExportResult? export) => new(reason, message, options.PollInterval, export);

    private async Task CutRouteAsync(DeprovisionFacts found, CancellationToken cancellationToken)
    {
        foreach (var route in found.Routes)
        {
            await client.DeleteAsync<V1Ingress>(route.Metadata.Name!, route.Metadata.NamespaceProperty, Precondition.Only(route), cancellationToken);
        }
    }

    private async Task DeleteNamespaceAsync(McpTenant tenant, V1Namespace live, CancellationToken cancellationToken)
    {
        // The last look before the point of no return: this very tenant, and still being deleted.
        var fresh = await client.GetAsync<McpTenant>(tenant.Metadata.Name!, ct: cancellationToken);
        if (fresh?.Metadata.Uid != tenant.Metadata.Uid || fresh?.Metadata.DeletionTimestamp is null)
        {
            throw new InvalidOperationException($"tenant {tenant.Metadata.Name} is no longer being deleted");
        }

        await client.DeleteAsync<V1Namespace>(live.Metadata.Name!, null, Precondition.Only(live), cancellationToken);
    }

    private async Task ReleaseAsync(McpTenant tenant, CancellationToken cancellationToken)
    {
        if (await client.GetAsync<McpTenant>(tenant.Metadata.Name!, ct: cancellationToken) is { } fresh && fresh.Metadata.Uid == tenant.Metadata.Uid)
        {
            await FinalizerPatch.RemoveAsync(client, fresh, cancellationToken);
        }
    }

    // Word for word what the namespace controller says: it names the resource or the finalizer that holds it up.
    private static string Remaining(V1Namespace live)
    {
        var said = live.Status?.Conditions?.Where(c => c.Status == "True").Select(c => $"{c.Type}: {c.Message}") ?? [];
        return string.Join(" ", said.DefaultIfEmpty("The namespace is being deleted."));
    }

    private static string Volumes(DeprovisionFacts found)
    {
        var kept = found.Volumes.Where(v => v.Spec?.PersistentVolumeReclaimPolicy == "Retain").Select(v => v.Metadata.Name).ToArray();
        return kept.Length == 0
            ? $"Waits for the end of volume {string.Join(", ", found.Volumes.Select(v => v.Metadata.Name))}."
            : $"Volume {string.Join(", ", kept)} has the reclaim policy Retain and still holds data; delete it, or set its policy to Delete.";
    }

    [LoggerMessage(1, LogLevel.Debug, "Removal of {Tenant}: {Step}")]
    private partial void LogStep(string tenant, DeprovisionStep step);
}

using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Cli.Doctor.Checks;

/// <summary>Does one of our own programs run?</summary>
internal static class ProgramCheck
{
    /// <summary>Judges a Deployment by its replicas, and names what its pods complain of.</summary>
    public static Finding Of(string check, Reading<V1Deployment> reading, ClusterFacts facts)
    {
        if (reading.Problem is not null)
            return reading.Unknown(check);
        if (reading.Value is not { } deployment)
            return new(check, Verdict.Failed, $"there is no Deployment mcp-{check} in {facts.SystemNamespace}", "helm install the chart, or name its namespace with --namespace");
        var (wanted, available) = (deployment.Spec?.Replicas ?? 1, deployment.Status?.AvailableReplicas ?? 0);
        if (available == 0)
            return new(check, Verdict.Failed, $"no replica of {wanted} is available{Complaint(check, facts)}", $"kubectl -n {facts.SystemNamespace} describe pods -l {McpTenantNames.ComponentLabel}={check}");
        return available < wanted
            ? new(check, Verdict.Warning, $"{available} of {wanted} replicas are available{Complaint(check, facts)}", $"kubectl -n {facts.SystemNamespace} describe pods -l {McpTenantNames.ComponentLabel}={check}")
            : new(check, Verdict.Ok, $"{available} of {wanted} replicas are available");
    }

    private static string Complaint(string component, ClusterFacts facts)
    {
        var states = (facts.SystemPods.Value ?? [])
            .Where(p => p.Metadata.Labels?.TryGetValue(McpTenantNames.ComponentLabel, out var value) == true && value == component)
            .SelectMany(p => p.Status?.ContainerStatuses ?? [])
            .Select(c => c.State?.Waiting?.Reason)
            .OfType<string>()
            .Distinct();
        return string.Join(", ", states) is { Length: > 0 } text ? $": {text}" : "";
    }
}

using System.Net;
using k8s.Models;
using McpTenants.Api;
using McpTenants.Gateway.Lifecycle;

namespace McpTenants.Gateway.Cluster;

/// <summary>Reduces a pod to what a wake needs to know.</summary>
internal static class PodReader
{
    /// <summary>A first crash may be a neighbour's fault (a node under pressure); the second is the process's own.</summary>
    private const int CrashesThatCount = 2;

    public static PodFacts Read(V1Pod pod) => new(
        pod.Metadata.Uid ?? "",
        pod.Metadata.CreationTimestamp ?? default(DateTimeOffset),
        IPAddress.TryParse(pod.Status?.PodIP, out var address) ? address : null,
        Leaving: pod.Metadata.DeletionTimestamp is not null || pod.Status?.Phase is "Succeeded" or "Failed",
        Scheduled: pod.Spec?.NodeName is { Length: > 0 },
        Trouble(pod.Status),
        MutualTls: pod.Metadata.Labels?.TryGetValue(McpTenantNames.MutualTlsLabel, out var tls) == true && tls == McpTenantNames.MutualTlsRequired);

    private static WakeTrouble? Trouble(V1PodStatus? status)
    {
        if (status is null)
            return null;
        foreach (var container in (status.InitContainerStatuses ?? []).Concat(status.ContainerStatuses ?? []))
        {
            var waiting = container.State?.Waiting;
            if (Class(waiting?.Reason, container.RestartCount) is { } failure)
                return WakeTrouble.Of(failure, waiting!.Reason, waiting.Message);
        }

        return (status.Conditions ?? []).FirstOrDefault(c => c is { Type: "PodScheduled", Status: "False", Reason: "Unschedulable" } && !AwaitsVolume(c)) is { } unschedulable
            ? WakeTrouble.Of(WakeFailure.Unschedulable, unschedulable.Reason, unschedulable.Message)
            : null;
    }

    private static WakeFailure? Class(string? reason, int restarts) => reason switch
    {
        "ErrImagePull" or "ImagePullBackOff" or "InvalidImageName" or "ErrImageNeverPull" => WakeFailure.ImagePull,
        "CreateContainerConfigError" or "CreateContainerError" => WakeFailure.ContainerConfig,
        "CrashLoopBackOff" when restarts >= CrashesThatCount => WakeFailure.CrashLoop,
        _ => null,
    };

    /// <summary>
    /// The scheduler says Unschedulable also while a volume is still being made, which is the ordinary first seconds of a new tenant and heals by
    /// itself. It has no reason of its own for it, only these words, unchanged since Kubernetes 1.10.
    /// </summary>
    private static bool AwaitsVolume(V1PodCondition condition) =>
        condition.Message?.Contains("PersistentVolumeClaim", StringComparison.OrdinalIgnoreCase) == true;
}

using System.Net;
using k8s.Models;
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
        Failure(pod.Status));

    private static WakeFailure Failure(V1PodStatus? status)
    {
        if (status is null)
            return WakeFailure.None;
        foreach (var container in (status.InitContainerStatuses ?? []).Concat(status.ContainerStatuses ?? []))
        {
            switch (container.State?.Waiting?.Reason)
            {
                case "ErrImagePull" or "ImagePullBackOff" or "InvalidImageName" or "ErrImageNeverPull":
                    return WakeFailure.ImagePull;
                case "CreateContainerConfigError" or "CreateContainerError":
                    return WakeFailure.ContainerConfig;
                case "CrashLoopBackOff" when container.RestartCount >= CrashesThatCount:
                    return WakeFailure.CrashLoop;
            }
        }

        return (status.Conditions ?? []).Any(c => c is { Type: "PodScheduled", Status: "False", Reason: "Unschedulable" } && !AwaitsVolume(c))
            ? WakeFailure.Unschedulable
            : WakeFailure.None;
    }

    /// <summary>
    /// The scheduler says Unschedulable also while a volume is still being made, which is the ordinary first seconds of a new tenant and heals by
    /// itself. It has no reason of its own for it, only these words, unchanged since Kubernetes 1.10.
    /// </summary>
    private static bool AwaitsVolume(V1PodCondition condition) =>
        condition.Message?.Contains("PersistentVolumeClaim", StringComparison.OrdinalIgnoreCase) == true;
}

using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Operator.Status;

/// <summary>How the Deployment is doing.</summary>
/// <param name="Replicas">Pods that it shall have.</param>
/// <param name="Available">True when it does what it shall; null while it starts; false when it cannot.</param>
/// <param name="Reason">Reason for conditions.</param>
/// <param name="Message">Message for conditions.</param>
internal sealed record WorkloadState(int Replicas, bool? Available, string Reason, string Message)
{
    private static readonly WorkloadState AsleepState = new(0, true, Reasons.Asleep, "Asleep; the next request wakes it.");

    /// <summary>Judges the Deployment. One that this pass has just made starts asleep.</summary>
    /// <param name="deployment">The Deployment; null when there is none yet.</param>
    /// <param name="lastStart">Why the last start failed; null when it did not.</param>
    public static WorkloadState Of(V1Deployment? deployment, StartFailure? lastStart = null)
    {
        var replicas = deployment is null ? 0 : deployment.Spec?.Replicas ?? 1;
        return replicas > 0 && deployment!.Status?.AvailableReplicas > 0 ? new WorkloadState(replicas, true, Reasons.Available, "The instance is running.")
            : lastStart is not null ? new WorkloadState(replicas, false, lastStart.Reason, lastStart.Message)
            : replicas == 0 ? AsleepState
            : Failure(deployment!) is { } message ? new WorkloadState(replicas, false, Reasons.StartFailed, message)
            : new WorkloadState(replicas, null, Reasons.Starting, "The instance is starting.");
    }

    private static string? Failure(V1Deployment deployment) => deployment.Status?.Conditions?
        .FirstOrDefault(c => c is { Type: "ReplicaFailure", Status: "True" } or { Type: "Progressing", Status: "False" })?.Message;
}

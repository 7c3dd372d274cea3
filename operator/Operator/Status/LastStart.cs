using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Sleep;

namespace McpTenants.Operator.Status;

/// <summary>How the last start of the instance ended. It outlives the pod: a tenant that cannot start is not well because it sleeps again.</summary>
internal static class LastStart
{
    /// <summary>Why it failed; null when it succeeded, or the specification has changed since and deserves a new try.</summary>
    public static StartFailure? Failure(StartReport? report, IReadOnlyList<V1Condition>? conditions, long? generation)
    {
        var failure = report is null ? Recorded(conditions, generation) : report.Generation == generation ? report.Failure : null;
        return failure is not null && Reasons.FailedStarts.Contains(failure.Reason) ? failure : null;
    }

    // What an operator before this one was told.
    private static StartFailure? Recorded(IReadOnlyList<V1Condition>? conditions, long? generation) =>
        conditions?.FirstOrDefault(c => c is { Type: ConditionTypes.WorkloadAvailable, Status: "False" } && c.ObservedGeneration == generation) is { } condition
            ? new StartFailure(condition.Reason, condition.Message)
            : null;
}

using McpTenants.Api;

namespace McpTenants.Operator.Status;

/// <summary>The one-word summary for people. Machines read conditions.</summary>
internal static class Phases
{
    // What the next pass will not repair by itself.
    private static readonly string[] Lasting = [Reasons.NamespaceConflict, Reasons.Rejected, Reasons.Forbidden, Reasons.StartFailed];

    /// <summary>The phase of a living tenant.</summary>
    public static TenantPhase Of(Projection input, Conditions conditions, WorkloadState workload) =>
        input.Refusal is not null ? TenantPhase.Failed
        : input.Outcome.Failure is { RetryAfter: null } failure && Lasting.Contains(failure.Reason) ? TenantPhase.Failed
        : workload.Available == false ? TenantPhase.Failed
        : input.Tenant!.Suspended ? TenantPhase.Suspended
        : conditions.StatusOf(ConditionTypes.NamespaceReady) != "True" ? TenantPhase.Pending
        : conditions.StatusOf(ConditionTypes.Ready) != "True" ? TenantPhase.Provisioning
        : workload.Replicas == 0 ? TenantPhase.Asleep
        : TenantPhase.Ready;
}

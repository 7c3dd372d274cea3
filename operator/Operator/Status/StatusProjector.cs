using System.Globalization;
using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Plan;

namespace McpTenants.Operator.Status;

/// <summary>Computes the status of a living tenant. Pure: the same input always gives the same status.</summary>
internal static class StatusProjector
{
    /// <summary>The status. Fields that others write stay as they are.</summary>
    public static McpTenantStatus Project(Projection input)
    {
        var tenant = input.Snapshot.Tenant;
        var current = tenant.Status ?? new McpTenantStatus();
        var conditions = new Conditions(current.Conditions, tenant.Metadata.Generation, input.Now);
        var workload = WorkloadState.Of(
            input.Snapshot.Deployment, LastStart.Failure(input.Snapshot.Start, current.Conditions, tenant.Metadata.Generation));

        SetAccepted(input, conditions);
        if (input.Tenant is not null)
        {
            SetStages(input, conditions);
            IsolationCondition.Set(input, conditions);
            SecretConditions.Set(input, conditions);
            SetCertificates(input, conditions);
            SetWorkload(input, conditions, workload);
            PinnedTools.Set(input, conditions);
        }

        SetReady(input, conditions, workload);
        return current with
        {
            Phase = Phases.Of(input, conditions, workload),
            ObservedGeneration = tenant.Metadata.Generation,
            Url = input.Tenant?.Url ?? current.Url,
            Namespace = input.Tenant is null ? current.Namespace : McpTenantNames.NamespaceOf(tenant.Metadata.Name!),
            Conditions = conditions.ToList(),
            Secrets = input.Tenant?.Vault is null ? current.Secrets : SecretConditions.StatusOf(input, current.Secrets),
            NetworkIsolation = input.Snapshot.Isolation ?? current.NetworkIsolation,
            Instance = input.Tenant is null ? current.Instance : InstanceOf(input, current.Instance ?? new InstanceStatus()),
        };
    }

    private static InstanceStatus InstanceOf(Projection input, InstanceStatus current) => current with
    {
        Image = input.Tenant!.Image,
        ToolCatalog = PinnedTools.LastSeen(input),
        ProtocolVersions = input.Snapshot.Instance is { } report ? report.ProtocolVersions.Split(',', StringSplitOptions.RemoveEmptyEntries) : current.ProtocolVersions,
    };

    private static void SetAccepted(Projection input, Conditions conditions)
    {
        var (reason, message) = input.Refusal ?? (Reasons.Accepted, "The specification is valid.");
        conditions.Set(ConditionTypes.Accepted, input.Refusal is null, reason, message);
        if (input.Tenant is { } tenant)
        {
            var (because, text) = !tenant.Suspended ? (Reasons.NotSuspended, "")
                : input.Snapshot.Tenant.Spec.Suspended == true ? (Reasons.Suspended, "Suspended by its specification.")
                : (Reasons.SecretDeleted, "Suspended because a secret was deleted in its vault (onDeleted: Suspend).");
            conditions.Set(ConditionTypes.Suspended, tenant.Suspended, because, text);
        }
    }

    private static void SetStages(Projection input, Conditions conditions)
    {
        SetStage(input, conditions, ConditionTypes.NamespaceReady, Stage.Namespace, "The namespace and the rights in it are in place.");
        SetStage(input, conditions, ConditionTypes.NetworkIsolated, Stage.Guardrails, "Network policies, quota and limits are in place.");
        SetRoute(input, conditions);
    }

    private static void SetRoute(Projection input, Conditions conditions)
    {
        // What was made in this pass is not in the snapshot; its own event brings the next pass.
        var missing = input.AwaitIngressAddress ? input.Tenant!.Hosts.Except(input.Snapshot.AddressedHosts, StringComparer.Ordinal).ToList() : [];
        if (missing.Count > 0 && Problem(input, Stage.Route) is null)
        {
            conditions.Set(
                ConditionTypes.RouteReady,
                false,
                Reasons.AwaitingAddress,
                $"The ingress controller has not published an address for {string.Join(", ", missing)} yet; if yours never does, set ingress.awaitAddress to false in the chart.");
            return;
        }

        SetStage(input, conditions, ConditionTypes.RouteReady, Stage.Route, "The host is routed to the gateway.");
    }

    private static void SetStage(Projection input, Conditions conditions, string type, Stage stage, string message)
    {
        if (Problem(input, stage) is var (reason, text))
        {
            conditions.Set(type, false, reason, text);
        }
        else
        {
            conditions.Set(type, true, Reasons.InPlace, message);
        }
    }

    private static void SetCertificates(Projection input, Conditions conditions)
    {
        if (input.Snapshot.Certificate is null)
        {
            conditions.Remove(ConditionTypes.CertificatesReady);
        }
        else if (Problem(input, Stage.Secrets) is var (reason, text))
        {
            conditions.Set(ConditionTypes.CertificatesReady, false, reason, text);
        }
        else if (!input.Snapshot.MutualTls)
        {
            conditions.Set(ConditionTypes.CertificatesReady, null, Reasons.AwaitingGateways, "Not every gateway can speak mutual TLS yet; until then the instance is spoken to without.");
        }
        else
        {
            conditions.Set(
                ConditionTypes.CertificatesReady, true, Reasons.InPlace, string.Create(CultureInfo.InvariantCulture, $"The instance proves who it is with a certificate that ends on {input.Certificate!.Until:yyyy-MM-dd}."));
        }
    }

    private static void SetWorkload(Projection input, Conditions conditions, WorkloadState workload)
    {
        if (Problem(input, Stage.Configuration) is { } configuration)
        {
            conditions.Set(ConditionTypes.WorkloadAvailable, false, configuration.Reason, configuration.Message);
        }
        else if (Problem(input, Stage.Workload) is { } problem)
        {
            conditions.Set(ConditionTypes.WorkloadAvailable, false, problem.Reason, problem.Message);
        }
        else
        {
            conditions.Set(ConditionTypes.WorkloadAvailable, workload.Available, workload.Reason, workload.Message);
        }

        conditions.Set(ConditionTypes.Asleep, workload.Replicas == 0, workload.Replicas == 0 ? Reasons.Asleep : Reasons.Awake, "");
    }

    private static void SetReady(Projection input, Conditions conditions, WorkloadState workload)
    {
        string[] parts =
        [
            ConditionTypes.Accepted, ConditionTypes.NamespaceReady, ConditionTypes.NetworkIsolated, ConditionTypes.SecretsReady, ConditionTypes.CertificatesReady, ConditionTypes.WorkloadAvailable,
            ConditionTypes.RouteReady,
        ];
        // A Secret that nobody has looked for yet is no Secret; a workload that is only starting is one.
        if ((conditions.FirstFalse(parts) ?? conditions.NotTrue(ConditionTypes.SecretsReady) ?? Unproved(input, conditions)) is { } missing)
        {
            conditions.Set(ConditionTypes.Ready, false, missing.Reason, missing.Message);
        }
        else if (input.Tenant!.Suspended)
        {
            conditions.Set(ConditionTypes.Ready, false, Reasons.Suspended, "The gateway refuses all requests while the tenant is suspended.");
        }
        else if (!input.Snapshot.Keys.Usable)
        {
            conditions.Set(ConditionTypes.Ready, false, Reasons.IssuerUnavailable, input.Snapshot.Keys.Problem ?? "The issuer's keys are not known yet.");
        }
        else if (workload.Available is null && input.Tenant.MinInstances > 0 && conditions.StatusOf(ConditionTypes.Ready) != "True")
        {
            conditions.Set(ConditionTypes.Ready, false, workload.Reason, workload.Message);
        }
        else
        {
            // A starting instance is no failure: the gateway holds the requests that woke it.
            conditions.Set(ConditionTypes.Ready, true, workload.Reason, input.Snapshot.Keys.Problem is { } stale ? $"Serving with the last good keys: {stale}" : workload.Message);
        }
    }

    private static V1Condition? Unproved(Projection input, Conditions conditions) =>
        IsolationCondition.IsRequired(input) && !NetworkProof.Suffices(conditions.ToList()) ? conditions.NotTrue(ConditionTypes.NetworkIsolationVerified) : null;

    // The first thing that is wrong at the stage or before it.
    private static (string Reason, string Message)? Problem(Projection input, Stage stage)
    {
        if (input.Snapshot.Namespace?.Metadata.DeletionTimestamp is not null)
        {
            return (Reasons.NamespaceTerminating, "The namespace is being deleted; it is made again when it is gone.");
        }

        return input.Outcome.Failure is not { } failure || failure.Stage > stage ? null
            : failure.Stage == stage ? (failure.Reason, failure.Message)
            : (Reasons.Pending, $"Waits for the stage {failure.Stage}.");
    }
}

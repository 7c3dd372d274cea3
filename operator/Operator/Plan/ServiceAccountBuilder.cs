using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Operator.Plan;

/// <summary>Identities without rights: no pod of a tenant holds a Kubernetes credential, whatever its spec forgot to say.</summary>
internal static class ServiceAccountBuilder
{
    /// <summary>Builds the instance's account, and the namespace's default one with the token switched off.</summary>
    public static IEnumerable<PlannedObject> Build(PlanInput input) => [WithoutToken(input, McpTenantNames.Instance), WithoutToken(input, "default")];

    private static PlannedObject WithoutToken(PlanInput input, string name) =>
        Planned.At(Stage.Guardrails, new V1ServiceAccount
        {
            ApiVersion = V1ServiceAccount.KubeApiVersion,
            Kind = V1ServiceAccount.KubeKind,
            Metadata = TenantLabels.Metadata(input, name),
            AutomountServiceAccountToken = false,
        });
}

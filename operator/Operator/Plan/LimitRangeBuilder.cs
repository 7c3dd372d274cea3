using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Operator.Plan;

/// <summary>Limits for containers that name none, so that nothing in the namespace runs without.</summary>
internal static class LimitRangeBuilder
{
    /// <summary>Builds the limits.</summary>
    public static PlannedObject Build(PlanInput input)
    {
        return Planned.At(Stage.Guardrails, new V1LimitRange
        {
            ApiVersion = V1LimitRange.KubeApiVersion,
            Kind = V1LimitRange.KubeKind,
            Metadata = TenantLabels.Metadata(input, McpTenantNames.Limits),
            Spec = new V1LimitRangeSpec
            {
                Limits =
                [
                    new V1LimitRangeItem
                    {
                        Type = "Container",
                        DefaultProperty = Quantities.Of(input.Tenant.Limits),
                        DefaultRequest = PodTemplate.Requests(input),
                        Max = Quantities.Of(input.Tenant.Limits),
                    },
                ],
            },
        }) with
        { ExactField = "spec" };
    }
}

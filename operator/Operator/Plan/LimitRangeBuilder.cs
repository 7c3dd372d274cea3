using k8s.Models;
using McpTenants.Api;
using McpTenants.Api.Values;

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
                        Max = Quantities.Of(Largest(input)),
                    },
                ],
            },
        }) with
        { ExactField = "spec" };
    }

    // A server beside the instance may be larger than the instance itself.
    private static Dictionary<string, string> Largest(PlanInput input) =>
        input.Tenant.Limits.ToDictionary(limit => limit.Key, limit => input.Tenant.Sidecars
            .Select(sidecar => sidecar.Limits.GetValueOrDefault(limit.Key))
            .Aggregate(limit.Value, (largest, other) => Quantity.TryParse(other, out var b) && Quantity.TryParse(largest, out var a) && b > a ? other! : largest), StringComparer.Ordinal);
}

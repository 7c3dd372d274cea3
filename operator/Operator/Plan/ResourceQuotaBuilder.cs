using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Operator.Plan;

/// <summary>What the namespace may hold at most: the tier's quota, and bounds on kinds that no tier needs to name.</summary>
internal static class ResourceQuotaBuilder
{
    // No other kind of controller of pods, no port to the outside, and no flood of objects. One Deployment more than we make, and one Job more than the two (export, probe): the
    // server charges the quota before it writes, and what a write that broke off has charged is only given back at the quota controller's next
    // full pass (five minutes), which a tenant must not have to wait for.
    private static readonly Dictionary<string, string> ObjectCounts = new(StringComparer.Ordinal)
    {
        ["services.loadbalancers"] = "0",
        ["services.nodeports"] = "0",
        ["count/deployments.apps"] = "2",
        ["count/replicasets.apps"] = "10",
        ["count/statefulsets.apps"] = "0",
        ["count/jobs.batch"] = "3",
        ["count/cronjobs.batch"] = "0",
        ["count/ingresses.networking.k8s.io"] = "0",
    };

    /// <summary>Builds the quota.</summary>
    public static PlannedObject Build(PlanInput input)
    {
        var hard = new SortedDictionary<string, ResourceQuantity>(Quantities.Of(input.Tenant.Quota), StringComparer.Ordinal);
        foreach (var (name, count) in ObjectCounts)
        {
            hard[name] = count;
        }

        return Planned.At(Stage.Guardrails, new V1ResourceQuota
        {
            ApiVersion = V1ResourceQuota.KubeApiVersion,
            Kind = V1ResourceQuota.KubeKind,
            Metadata = TenantLabels.Metadata(input, McpTenantNames.Limits),
            Spec = new V1ResourceQuotaSpec { Hard = hard },
        }) with
        { ExactField = "spec" };
    }
}

using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Operator.Plan;

/// <summary>The volume with the tenant's data. It is never pruned; only the namespace's end takes it.</summary>
internal static class ClaimBuilder
{
    /// <summary>Builds the claim.</summary>
    public static PlannedObject Build(PlanInput input) => Planned.At(Stage.Workload, new V1PersistentVolumeClaim
    {
        ApiVersion = V1PersistentVolumeClaim.KubeApiVersion,
        Kind = V1PersistentVolumeClaim.KubeKind,
        Metadata = TenantLabels.Metadata(input, McpTenantNames.DataClaim),
        Spec = new V1PersistentVolumeClaimSpec
        {
            AccessModes = ["ReadWriteOnce"],
            StorageClassName = input.Tenant.StorageClassName is { Length: > 0 } storageClass ? storageClass : null,
            Resources = new V1ResourceRequirements { Requests = new Dictionary<string, ResourceQuantity> { ["storage"] = input.Tenant.StorageSize } },
        },
    });
}

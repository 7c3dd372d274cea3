using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Operator.Plan;

/// <summary>The folders of the instance. Folders, not single files: a file mounted by subPath never sees an update.</summary>
internal static class PodVolumes
{
    /// <summary>Mode 0440: the instance reads by its group and can change nothing.</summary>
    public const int ReadOnly = 288;

    /// <summary>The volumes.</summary>
    public static IList<V1Volume> Build(PlanInput input) =>
    [
        new V1Volume { Name = "config", ConfigMap = new V1ConfigMapVolumeSource { Name = McpTenantNames.Instance, DefaultMode = ReadOnly } },
        new V1Volume { Name = "data", PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = McpTenantNames.DataClaim } },
        new V1Volume { Name = "tmp", EmptyDir = new V1EmptyDirVolumeSource { Medium = "Memory", SizeLimit = "64Mi" } },
        .. input.Tenant.SecretName is { Length: > 0 } secret
            ? (V1Volume[])[new V1Volume { Name = "secrets", Secret = new V1SecretVolumeSource { SecretName = secret, DefaultMode = ReadOnly } }]
            : [],
        .. MutualTls.Volumes(input),
        .. ConnectorDocuments.Volumes(input),
        .. SidecarContainers.Volumes(input),
    ];

    /// <summary>Where the instance finds them.</summary>
    public static IList<V1VolumeMount> Mounts(PlanInput input) =>
    [
        new V1VolumeMount { Name = "config", MountPath = "/etc/mcp", ReadOnlyProperty = true },
        new V1VolumeMount { Name = "data", MountPath = "/data" },
        new V1VolumeMount { Name = "tmp", MountPath = "/tmp" },
        .. input.Tenant.SecretName is { Length: > 0 }
            ? (V1VolumeMount[])[new V1VolumeMount { Name = "secrets", MountPath = "/etc/mcp-secrets", ReadOnlyProperty = true }]
            : [],
        .. MutualTls.Mounts(input),
        .. ConnectorDocuments.Mounts(input),
    ];
}

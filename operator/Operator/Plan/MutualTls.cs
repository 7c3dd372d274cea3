using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Operator.Plan;

/// <summary>
/// What makes a container serve mutual TLS: the mount, the variable that demands it and the label that tells the gateway, all in one pod template,
/// so that no pod is ever told half of it. Third-party servers in the same pod get none of it.
/// </summary>
internal static class MutualTls
{
    private const string Folder = "/etc/mcp-tls";
    private const string Volume = "tls";

    /// <summary>The pod's labels with the one that tells of it, where it does.</summary>
    public static Dictionary<string, string> Labelled(PlanInput input, Dictionary<string, string> labels)
    {
        if (input.MutualTls)
            labels[McpTenantNames.MutualTlsLabel] = McpTenantNames.MutualTlsRequired;
        return labels;
    }

    /// <summary>Variables of the container; the tenant's own cannot begin with MCP_.</summary>
    public static IEnumerable<V1EnvVar> Environment(PlanInput input) => input.MutualTls ? [new V1EnvVar { Name = "MCP_TLS_DIR", Value = Folder }] : [];

    /// <summary>Volumes of the pod.</summary>
    public static IEnumerable<V1Volume> Volumes(PlanInput input) =>
        input.MutualTls ? [new V1Volume { Name = Volume, Secret = new V1SecretVolumeSource { SecretName = McpTenantNames.TlsSecret, DefaultMode = PodVolumes.ReadOnly } }] : [];

    /// <summary>Mounts of the container.</summary>
    public static IEnumerable<V1VolumeMount> Mounts(PlanInput input) => input.MutualTls ? [new V1VolumeMount { Name = Volume, MountPath = Folder, ReadOnlyProperty = true }] : [];
}

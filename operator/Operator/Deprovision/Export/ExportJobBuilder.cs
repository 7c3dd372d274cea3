using System.Text;
using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Plan;

namespace McpTenants.Operator.Deprovision.Export;

/// <summary>The job that reads the tenant's volume and serves the archive to the operator, and its one-time token.</summary>
internal static class ExportJobBuilder
{
    /// <summary>Key of the token in the Secret.</summary>
    public const string TokenKey = "token";

    /// <summary>Name label of the job's pods; not the instance's, or the removal would wait for them.</summary>
    public const string PodName = McpTenantNames.Export;

    /// <summary>Builds the Secret.</summary>
    public static V1Secret Token(PlanInput input, string token) => new()
    {
        ApiVersion = V1Secret.KubeApiVersion,
        Kind = V1Secret.KubeKind,
        Metadata = Metadata(input),
        Type = "Opaque",
        Data = new Dictionary<string, byte[]> { [TokenKey] = Encoding.ASCII.GetBytes(token) },
    };

    /// <summary>Builds the job.</summary>
    public static V1Job Job(PlanInput input) => new()
    {
        ApiVersion = $"{V1Job.KubeGroup}/{V1Job.KubeApiVersion}",
        Kind = V1Job.KubeKind,
        Metadata = Metadata(input),
        Spec = new V1JobSpec
        {
            BackoffLimit = 3,
            ActiveDeadlineSeconds = 3600,
            Template = new V1PodTemplateSpec { Metadata = new V1ObjectMeta { Labels = MutualTls.Labelled(input, Labels(input)) }, Spec = Pod(input) },
        },
    };

    private static V1PodSpec Pod(PlanInput input) => new()
    {
        ServiceAccountName = McpTenantNames.Instance,
        AutomountServiceAccountToken = false,
        EnableServiceLinks = false,
        RestartPolicy = "Never",
        NodeSelector = input.Tenant.NodeSelector.Count == 0 ? null : new Dictionary<string, string>(input.Tenant.NodeSelector),
        ImagePullSecrets = input.Tenant.ImagePullSecrets.Count == 0 ? null : [.. input.Tenant.ImagePullSecrets.Select(s => new V1LocalObjectReference { Name = s })],
        SecurityContext = PodTemplate.PodSecurity(),
        Containers =
        [
            new V1Container
            {
                Name = McpTenantNames.Export,
                Image = input.Tenant.Image,
                ImagePullPolicy = input.Options.ImagePullPolicy,
                Args = ["export", "--serve"],
                Env = input.MutualTls ? [.. MutualTls.Environment(input)] : null,
                Ports = [new V1ContainerPort { Name = "archive", ContainerPort = ExportPort.Number, Protocol = "TCP" }],
                Resources = PodTemplate.Resources(input),
                SecurityContext = PodTemplate.ContainerSecurity(),
                VolumeMounts =
                [
                    new V1VolumeMount { Name = "data", MountPath = "/data", ReadOnlyProperty = true },
                    new V1VolumeMount { Name = "config", MountPath = "/etc/mcp", ReadOnlyProperty = true },
                    new V1VolumeMount { Name = "token", MountPath = "/etc/mcp-export", ReadOnlyProperty = true },
                    new V1VolumeMount { Name = "tmp", MountPath = "/tmp" },
                    .. MutualTls.Mounts(input),
                ],
            },
        ],
        Volumes =
        [
            new V1Volume { Name = "data", PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = McpTenantNames.DataClaim } },
            new V1Volume { Name = "config", ConfigMap = new V1ConfigMapVolumeSource { Name = McpTenantNames.Instance, DefaultMode = PodVolumes.ReadOnly } },
            new V1Volume { Name = "token", Secret = new V1SecretVolumeSource { SecretName = McpTenantNames.Export, DefaultMode = PodVolumes.ReadOnly } },
            new V1Volume { Name = "tmp", EmptyDir = new V1EmptyDirVolumeSource { Medium = "Memory", SizeLimit = "64Mi" } },
            .. MutualTls.Volumes(input),
        ],
    };

    private static V1ObjectMeta Metadata(PlanInput input) =>
        new() { Name = McpTenantNames.Export, NamespaceProperty = input.Namespace, Labels = Labels(input) };

    private static Dictionary<string, string> Labels(PlanInput input)
    {
        var labels = TenantLabels.Of(input);
        labels[McpTenantNames.AppNameLabel] = PodName;
        return labels;
    }
}

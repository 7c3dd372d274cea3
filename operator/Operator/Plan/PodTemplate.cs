using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Operator.Plan;

/// <summary>The instance's pod: the restricted Pod Security Standard, no Kubernetes credential, a read-only root.</summary>
internal static class PodTemplate
{
    /// <summary>Name of the port that speaks MCP.</summary>
    public const string McpPort = "mcp";

    private const string AdminPort = "admin";
    private const string Cpu = "cpu";
    private const long User = 65532;

    /// <summary>What selects the instance's pods; it can never change.</summary>
    public static Dictionary<string, string> Selector() => new(StringComparer.Ordinal) { [McpTenantNames.AppNameLabel] = McpTenantNames.Instance };

    /// <summary>Labels of the pods.</summary>
    public static Dictionary<string, string> Labels(PlanInput input) => TenantLabels.Of(input);

    /// <summary>Builds the template.</summary>
    public static V1PodTemplateSpec Build(PlanInput input) => new()
    {
        Metadata = new V1ObjectMeta { Labels = MutualTls.Labelled(input, Labels(input)), Annotations = Annotations(input) },
        Spec = new V1PodSpec
        {
            ServiceAccountName = McpTenantNames.Instance,
            AutomountServiceAccountToken = false,

            // Service variables would tell a tenant what else runs in the cluster.
            EnableServiceLinks = false,
            Hostname = McpTenantNames.Instance,
            NodeSelector = input.Tenant.NodeSelector.Count == 0 ? null : new Dictionary<string, string>(input.Tenant.NodeSelector),
            Tolerations = Tolerations(input),
            ImagePullSecrets = input.Tenant.ImagePullSecrets.Count == 0 ? null : [.. input.Tenant.ImagePullSecrets.Select(s => new V1LocalObjectReference { Name = s })],
            SecurityContext = PodSecurity(),

            // A tool call that runs when the pod has to go gets its full time.
            TerminationGracePeriodSeconds = Math.Max(30, (long)input.Tenant.Requesting.ToolTimeoutSeconds + 5),
            Containers = [Container(input), .. SidecarContainers.Build(input)],
            Volumes = PodVolumes.Build(input),
        },
    };

    // Only for those who asked to be started anew: a rotation reaches everybody else through the files.
    private static Dictionary<string, string>? Annotations(PlanInput input) =>
        input.Tenant.SecretsRevision is { } revision ? new(StringComparer.Ordinal) { [McpTenantNames.Group + "/secrets"] = revision } : null;

    /// <summary>Taints that the tenant's pods tolerate; null for none.</summary>
    public static IList<V1Toleration>? Tolerations(PlanInput input) => input.Tenant.Tolerations.Count == 0 ? null : [.. input.Tenant.Tolerations.Select(Toleration)];

    /// <summary>Security context of the pod.</summary>
    public static V1PodSecurityContext PodSecurity() => new()
    {
        RunAsNonRoot = true,
        RunAsUser = User,
        RunAsGroup = User,
        FsGroup = User,
        FsGroupChangePolicy = "OnRootMismatch",
        SeccompProfile = new V1SeccompProfile { Type = "RuntimeDefault" },
    };

    /// <summary>Security context of a container.</summary>
    public static V1SecurityContext ContainerSecurity() => new()
    {
        AllowPrivilegeEscalation = false,
        ReadOnlyRootFilesystem = true,
        RunAsNonRoot = true,
        Capabilities = new V1Capabilities { Drop = ["ALL"] },
    };

    /// <summary>The instance's resources.</summary>
    public static V1ResourceRequirements Resources(PlanInput input) => new() { Requests = Requests(input), Limits = Quantities.Of(input.Tenant.Limits) };

    /// <summary>
    /// What is set aside for the instance. Memory and scratch space in full: what one tenant uses beyond its share would be taken from
    /// its neighbours by eviction. Of the processor its share: under load everybody gets theirs, and what nobody needs makes a cold
    /// start short. A tenant whose two amounts are equal is Guaranteed.
    /// </summary>
    public static IDictionary<string, ResourceQuantity> Requests(PlanInput input)
    {
        var requests = Quantities.Of(input.Tenant.Limits);
        if (input.Tenant.Requests.TryGetValue(Cpu, out var share))
        {
            requests[Cpu] = share;
        }

        return requests;
    }

    private static V1Container Container(PlanInput input) => new()
    {
        Name = McpTenantNames.Instance,
        Image = input.Tenant.Image,
        ImagePullPolicy = input.Options.ImagePullPolicy,
        Env = Environment(input),
        Ports =
        [
            new V1ContainerPort { Name = McpPort, ContainerPort = McpTenantNames.InstancePort, Protocol = "TCP" },
            new V1ContainerPort { Name = AdminPort, ContainerPort = McpTenantNames.InstanceAdminPort, Protocol = "TCP" },
        ],
        Resources = Resources(input),
        SecurityContext = ContainerSecurity(),
        VolumeMounts = PodVolumes.Mounts(input),

        // The gateway finds out by itself, and faster, when a woken instance listens; these are for the rest of its life.
        StartupProbe = new V1Probe { HttpGet = Get(input, "/livez"), PeriodSeconds = 1, TimeoutSeconds = 1, FailureThreshold = 120 },
        ReadinessProbe = new V1Probe { HttpGet = Get(input, "/readyz"), PeriodSeconds = 5, TimeoutSeconds = 2, FailureThreshold = 3 },
        LivenessProbe = new V1Probe { HttpGet = Get(input, "/livez"), PeriodSeconds = 10, TimeoutSeconds = 5, FailureThreshold = 6 },
    };

    // No host: the kubelet asks the pod's own address, and a name would let a pod direct the node's requests elsewhere.
    // With HTTPS it believes any certificate and shows none, which is why these two paths are open.
    private static V1HTTPGetAction Get(PlanInput input, string path) => new() { Path = path, Port = AdminPort, Scheme = input.MutualTls ? "HTTPS" : "HTTP" };

    private static List<V1EnvVar>? Environment(PlanInput input)
    {
        List<V1EnvVar> all = [.. input.Tenant.Env.Select(e => new V1EnvVar { Name = e.Name, Value = e.Value }), .. MutualTls.Environment(input)];
        return all.Count == 0 ? null : all;
    }

    private static V1Toleration Toleration(TolerationSpec t) => new()
    {
        Key = t.Key,
        OperatorProperty = (t.Operator ?? TolerationOperator.Equal).ToString(),
        Value = string.IsNullOrEmpty(t.Value) ? null : t.Value,
        Effect = t.Effect?.ToString(),
        TolerationSeconds = t.TolerationSeconds,
    };
}

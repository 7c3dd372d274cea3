using k8s.Models;
using McpTenants.Api;
using McpTenants.Api.Values;
using McpTenants.Operator.Plan;

namespace McpTenants.Operator.Isolation;

/// <summary>
/// The pod that tries. It stands under the same policies as the tenant's own, on nodes that it may run on, and is nobody's server: the Service and the gateway
/// select by a name label that it does not have. Its image is the platform's, never one that the tenant chose: that one could say what it likes.
/// </summary>
internal static class ProbeJob
{
    /// <summary>Selects the probe's pods.</summary>
    public const string Selector = $"{McpTenantNames.AppNameLabel}={McpTenantNames.Probe}";

    // The published program needs a third of it.
    private const string Memory = "96Mi";

    /// <summary>Builds the job.</summary>
    public static V1Job Build(PlanInput input, string image, string request, TimeSpan patience) => new()
    {
        ApiVersion = $"{V1Job.KubeGroup}/{V1Job.KubeApiVersion}",
        Kind = V1Job.KubeKind,
        Metadata = new V1ObjectMeta { Name = McpTenantNames.Probe, NamespaceProperty = input.Namespace, Labels = Labels(input) },
        Spec = new V1JobSpec
        {
            // A second try would be another probe.
            BackoffLimit = 0,
            ActiveDeadlineSeconds = (long)patience.TotalSeconds,
            Template = new V1PodTemplateSpec { Metadata = new V1ObjectMeta { Labels = Labels(input) }, Spec = Pod(input, image, request) },
        },
    };

    private static V1PodSpec Pod(PlanInput input, string image, string request) => new()
    {
        ServiceAccountName = McpTenantNames.Instance,
        AutomountServiceAccountToken = false,
        EnableServiceLinks = false,
        RestartPolicy = "Never",
        TerminationGracePeriodSeconds = 1,
        NodeSelector = input.Tenant.NodeSelector.Count == 0 ? null : new Dictionary<string, string>(input.Tenant.NodeSelector),
        Tolerations = PodTemplate.Tolerations(input),
        ImagePullSecrets = input.Tenant.ImagePullSecrets.Count == 0 ? null : [.. input.Tenant.ImagePullSecrets.Select(s => new V1LocalObjectReference { Name = s })],
        SecurityContext = PodTemplate.PodSecurity(),
        Containers =
        [
            new V1Container
            {
                Name = McpTenantNames.Probe,
                Image = image,
                ImagePullPolicy = input.Options.ImagePullPolicy,
                Args = ["probe", request],
                Resources = Resources(input),
                SecurityContext = PodTemplate.ContainerSecurity(),
            },
        ],
    };

    private static V1ResourceRequirements Resources(PlanInput input)
    {
        var limits = input.Tenant.Limits.ToDictionary(limit => limit.Key, limit => (ResourceQuantity)AtMost(limit), StringComparer.Ordinal);
        var requests = new Dictionary<string, ResourceQuantity>(limits, StringComparer.Ordinal) { ["cpu"] = "10m" };
        return new V1ResourceRequirements { Limits = limits, Requests = requests };
    }

    // More than the tenant's own limit the namespace's limits would refuse.
    private static string AtMost(KeyValuePair<string, string> limit) => limit.Key switch
    {
        "memory" => Smaller(limit.Value, Memory),
        "ephemeral-storage" => Smaller(limit.Value, "16Mi"),
        _ => limit.Value,
    };

    private static string Smaller(string limit, string wanted) => Quantity.TryParse(limit, out var a) && Quantity.TryParse(wanted, out var b) && a < b ? limit : wanted;

    private static Dictionary<string, string> Labels(PlanInput input)
    {
        var labels = TenantLabels.Of(input);
        labels[McpTenantNames.AppNameLabel] = McpTenantNames.Probe;
        return labels;
    }
}

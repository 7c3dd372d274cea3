using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Operator.Plan;

/// <summary>
/// The instance. The pipeline never sends <c>replicas</c>: the Deployment is born with 0 under the manager
/// <see cref="McpTenantNames.ScaleManager"/>, and from then on the value is what gateway and sleep controller write. A Deployment
/// that is born by server-side apply without the field starts at 1.
/// </summary>
internal static class DeploymentBuilder
{
    /// <summary>Builds the Deployment.</summary>
    public static PlannedObject Build(PlanInput input) => Planned.At(Stage.Workload, Deployment(input, new V1DeploymentSpec
    {
        Selector = new V1LabelSelector { MatchLabels = PodTemplate.Selector() },

        // The volume is ReadWriteOnce: the next pod can only start when the last one has let go of it.
        Strategy = new V1DeploymentStrategy { Type = "Recreate" },
        RevisionHistoryLimit = 2,
        ProgressDeadlineSeconds = 120,
        Template = PodTemplate.Build(input),
    })) with
    { Skeleton = Deployment(input, Skeleton(input)), ImmutableField = "selector" };

    // As little as the API server takes: what the scale manager sends it co-owns, and an apply cannot remove it later.
    // The security context is there because a wake may come between the two writes.
    private static V1DeploymentSpec Skeleton(PlanInput input) => new()
    {
        Replicas = 0,
        Selector = new V1LabelSelector { MatchLabels = PodTemplate.Selector() },
        Strategy = new V1DeploymentStrategy { Type = "Recreate" },
        Template = new V1PodTemplateSpec
        {
            Metadata = new V1ObjectMeta { Labels = PodTemplate.Labels(input) },
            Spec = new V1PodSpec
            {
                AutomountServiceAccountToken = false,
                SecurityContext = PodTemplate.PodSecurity(),
                Containers = [new V1Container { Name = McpTenantNames.Instance, Image = input.Tenant.Image, SecurityContext = PodTemplate.ContainerSecurity() }],
            },
        },
    };

    private static V1Deployment Deployment(PlanInput input, V1DeploymentSpec spec) => new()
    {
        ApiVersion = $"{V1Deployment.KubeGroup}/{V1Deployment.KubeApiVersion}",
        Kind = V1Deployment.KubeKind,
        Metadata = TenantLabels.Metadata(input, McpTenantNames.Instance),
        Spec = spec,
    };
}

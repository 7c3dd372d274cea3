using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Operator.Plan;

/// <summary>A name for the instance inside the cluster. The gateway dials pods itself; the network policies decide who else may.</summary>
internal static class ServiceBuilder
{
    /// <summary>Builds the service.</summary>
    public static PlannedObject Build(PlanInput input) => Planned.At(Stage.Workload, new V1Service
    {
        ApiVersion = V1Service.KubeApiVersion,
        Kind = V1Service.KubeKind,
        Metadata = TenantLabels.Metadata(input, McpTenantNames.Instance),
        Spec = new V1ServiceSpec
        {
            Type = "ClusterIP",
            Selector = PodTemplate.Selector(),
            Ports = [new V1ServicePort { Name = PodTemplate.McpPort, Port = McpTenantNames.InstancePort, TargetPort = PodTemplate.McpPort, Protocol = "TCP" }],
        },
    });
}

using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Operator.Plan;

/// <summary>
/// Third-party MCP servers beside the instance: same restricted profile, no credential, no secret, none of the instance's folders. They have no probes: a
/// failing one would take the whole pod out of service, while the instance already answers for a server that does not.
/// </summary>
internal static class SidecarContainers
{
    /// <summary>The containers.</summary>
    public static IEnumerable<V1Container> Build(PlanInput input) =>
        from sidecar in input.Tenant.Sidecars
        select new V1Container
        {
            Name = Name(sidecar),
            Image = sidecar.Image,
            ImagePullPolicy = input.Options.ImagePullPolicy,
            Env = sidecar.Env.Count == 0 ? null : [.. sidecar.Env.Select(e => new V1EnvVar { Name = e.Name, Value = e.Value })],
            Resources = new V1ResourceRequirements { Requests = Quantities.Of(sidecar.Requests), Limits = Quantities.Of(sidecar.Limits) },
            SecurityContext = PodTemplate.ContainerSecurity(),
            VolumeMounts = [new V1VolumeMount { Name = Scratch(sidecar), MountPath = "/tmp" }],
        };

    /// <summary>Their scratch folders: one each, in memory that counts against the container.</summary>
    public static IEnumerable<V1Volume> Volumes(PlanInput input) =>
        from sidecar in input.Tenant.Sidecars
        select new V1Volume { Name = Scratch(sidecar), EmptyDir = new V1EmptyDirVolumeSource { Medium = "Memory", SizeLimit = "64Mi" } };

    private static string Name(EffectiveSidecar sidecar) => "server-" + sidecar.Name;

    private static string Scratch(EffectiveSidecar sidecar) => "tmp-server-" + sidecar.Name;
}

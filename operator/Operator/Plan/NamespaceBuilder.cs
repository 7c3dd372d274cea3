using k8s.Models;

namespace McpTenants.Operator.Plan;

/// <summary>The tenant's namespace. It has no owner: a custom resource that vanishes must leave an orphan, not take the data along.</summary>
internal static class NamespaceBuilder
{
    private const string PodSecurity = "pod-security.kubernetes.io/";

    /// <summary>Builds the namespace.</summary>
    public static PlannedObject Build(PlanInput input)
    {
        var labels = TenantLabels.Of(input);
        foreach (var mode in (string[])["enforce", "audit", "warn"])
        {
            labels[PodSecurity + mode] = "restricted";
            labels[$"{PodSecurity}{mode}-version"] = input.Options.PodSecurityVersion;
        }

        return Planned.At(Stage.Namespace, new V1Namespace
        {
            ApiVersion = V1Namespace.KubeApiVersion,
            Kind = V1Namespace.KubeKind,
            Metadata = new V1ObjectMeta { Name = input.Namespace, Labels = labels },
        }) with
        { NeverAdopt = true };
    }
}

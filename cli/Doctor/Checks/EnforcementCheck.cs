using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Cli.Doctor.Checks;

/// <summary>Is there anything that enforces network policies? An API server stores them gladly without.</summary>
internal static class EnforcementCheck
{
    // By the name of the DaemonSet that each installs.
    private static readonly string[] Enforcers =
        ["calico-node", "cilium", "antrea-agent", "weave-net", "kube-router", "ovnkube-node", "azure-npm", "azure-cns", "aws-node", "canal", "kube-ovn-cni", "netd", "anetd", "mcp-network-policies"];

    private static string Remedy(V1Condition refuted) =>
        refuted.Reason == "ForeignPolicy" ? "remove the network policies that the message names" : "install a network plugin that enforces NetworkPolicy";

    public static Finding Of(ClusterFacts facts)
    {
        // A probe that proved nothing says nothing either.
        if (facts.Tenants.Value is { } tenants && tenants.Select(t => t.Condition(NetworkProof.Condition)).OfType<V1Condition>().Where(p => p.Status != "Unknown").ToArray() is { Length: > 0 } proofs)
        {
            return proofs.FirstOrDefault(p => p.Status == "False") is { } refuted
                ? new("network-enforcement", Verdict.Failed, $"isolation is refuted: {refuted.Message}", Remedy(refuted))
                : new("network-enforcement", Verdict.Ok, "verified with packets");
        }

        if (facts.DaemonSets.Value is not { } sets)
            return facts.DaemonSets.Unknown("network-enforcement");
        return sets.Select(s => s.Metadata.Name ?? "").FirstOrDefault(n => Enforcers.Contains(n, StringComparer.Ordinal)) is { } found
            ? new("network-enforcement", Verdict.Ok, $"{found} is installed (its name says so; packets were not tried)")
            : new(
                "network-enforcement", Verdict.Warning, "nothing is installed that is known to enforce NetworkPolicy: tenants may not be apart on the wire",
                "install a network plugin that enforces it (Calico, Cilium, Antrea, ...), or prove with packets that yours does");
    }
}

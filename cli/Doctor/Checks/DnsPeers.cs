using k8s.Models;

namespace McpTenants.Cli.Doctor.Checks;

/// <summary>The labels of the DNS that tenants may ask, as the operator was told on its command line.</summary>
internal static class DnsPeers
{
    private static readonly Dictionary<string, string> DefaultNamespace = new(StringComparer.Ordinal) { ["kubernetes.io/metadata.name"] = "kube-system" };
    private static readonly Dictionary<string, string> DefaultPod = new(StringComparer.Ordinal) { ["k8s-app"] = "kube-dns" };

    /// <summary>Reads them; without an operator, its defaults.</summary>
    public static (IReadOnlyDictionary<string, string> Namespace, IReadOnlyDictionary<string, string> Pod) Of(V1Deployment? operation) =>
        (Option(operation, "--dns-namespace-labels=") ?? DefaultNamespace, Option(operation, "--dns-pod-labels=") ?? DefaultPod);

    private static Dictionary<string, string>? Option(V1Deployment? operation, string name) =>
        operation?.Spec?.Template.Spec?.Containers.SelectMany(c => c.Args ?? []).FirstOrDefault(a => a.StartsWith(name, StringComparison.Ordinal)) is { } argument
            ? argument[name.Length..].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(p => p[0], p => p.Length > 1 ? p[1] : "", StringComparer.Ordinal)
            : null;
}

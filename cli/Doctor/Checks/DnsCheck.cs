namespace McpTenants.Cli.Doctor.Checks;

/// <summary>May tenants ask the cluster's DNS? Their policies open it by labels, and labels differ between distributions.</summary>
internal static class DnsCheck
{
    public static Finding Of(ClusterFacts facts)
    {
        if (facts.DnsPods.Value is not { } pods)
            return facts.DnsPods.Unknown("dns");
        if (facts.Namespaces.Value is not { } namespaces)
            return facts.Namespaces.Unknown("dns");
        var (ofNamespace, ofPod) = DnsPeers.Of(facts.Operator.Value);
        if (pods.Count == 0)
            return new("dns", Verdict.Failed, $"no pod has the labels {Text(ofPod)}: tenants resolve no names", "set dns.podLabels and dns.namespaceLabels of the chart to those of your DNS");
        var home = pods[0].Metadata.NamespaceProperty;
        var labels = namespaces.FirstOrDefault(n => n.Metadata.Name == home)?.Metadata.Labels;
        return ofNamespace.All(l => labels?.TryGetValue(l.Key, out var value) == true && value == l.Value)
            ? new("dns", Verdict.Ok, $"{pods.Count} pods in {home}")
            : new(
                "dns", Verdict.Failed, $"namespace {home} of the DNS pods lacks the label {Text(ofNamespace)}: tenants resolve no names",
                $"kubectl label namespace {home} {string.Join(' ', ofNamespace.Select(l => $"{l.Key}={l.Value}"))} (Kubernetes 1.21 and newer set it themselves), or set dns.namespaceLabels of the chart");
    }

    private static string Text(IReadOnlyDictionary<string, string> labels) => string.Join(',', labels.Select(l => $"{l.Key}={l.Value}"));
}

using McpTenants.Api;

namespace McpTenants.Operator.Check.Policies;

/// <summary>Labels and annotations with prefixes that mean something to the cluster or to us.</summary>
internal static class MetadataPolicy
{
    private static readonly string[] Prefixes = ["mcptenants.dev/", "pod-security.kubernetes.io/", "nginx.ingress.kubernetes.io/", "security.openshift.io/"];

    internal static IEnumerable<Violation> Check(TenantCheckInput input) =>
        Of("metadata.labels", input.Tenant.Metadata.Labels).Concat(Of("metadata.annotations", input.Tenant.Metadata.Annotations));

    private static IEnumerable<Violation> Of(string field, IDictionary<string, string>? entries) =>
        from key in entries?.Keys ?? []
        where key is not (McpTenantNames.SleepRequestedAt or McpTenantNames.ProbeRequestedAt)
        from prefix in Prefixes
        where key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && key != McpTenantNames.AcknowledgeAnnotation
        select Violation.Of(Reasons.ReservedMetadata, field, $"'{Names.Shown(key)}' has the reserved prefix {prefix}", "use a prefix of your own");
}

using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;

namespace McpTenants.Cli.Doctor;

/// <summary>Asks the API server (SubjectAccessReview) for the rights that matter; the chart's roles are the full list.</summary>
internal static class RightsAsked
{
    private const string Admission = "admissionregistration.k8s.io";
    private const string Rbac = "rbac.authorization.k8s.io";

    // Who, needed, verb, group, resource, name, namespace ("" all, "." the system namespace).
    private static readonly (string Who, bool Needed, string Verb, string Group, string Resource, string? Name, string Ns)[] All =
    [
        ("operator", true, "watch", McpTenantNames.Group, "mcptenants", null, ""),
        ("operator", true, "patch", McpTenantNames.Group, "mcptenants", null, ""),
        ("operator", true, "patch", McpTenantNames.Group, "mcptenants/status", null, ""),
        ("operator", true, "watch", McpTenantNames.Group, "mcpexporttargets", null, ""),
        ("operator", true, "create", "", "namespaces", null, ""),
        ("operator", true, "delete", "", "namespaces", null, ""),
        ("operator", true, "watch", "", "pods", null, ""),
        ("operator", true, "watch", "apps", "deployments", null, ""),
        ("operator", true, "watch", "networking.k8s.io", "networkpolicies", null, ""),
        ("operator", true, "create", Rbac, "rolebindings", null, ""),
        ("operator", true, "bind", Rbac, "clusterroles", "mcp-operator-tenant", ""),
        ("operator", true, "bind", Rbac, "clusterroles", "mcp-gateway-tenant", ""),
        ("operator", true, "patch", Admission, "validatingwebhookconfigurations", "mcp-operator", ""),
        ("operator", true, "create", "networking.k8s.io", "ingresses", null, "."),
        ("operator", true, "create", "coordination.k8s.io", "leases", null, "."),
        ("operator", true, "create", "", "secrets", null, "."),
        ("operator", true, "create", "", "events", null, "default"),
        ("operator", false, "list", "", "secrets", null, ""),
        ("operator", false, "create", Rbac, "clusterrolebindings", null, ""),
        ("operator", false, "create", "", "pods/exec", null, ""),
        ("gateway", true, "watch", McpTenantNames.Group, "mcptenants", null, ""),
        ("gateway", false, "patch", McpTenantNames.Group, "mcptenants", null, ""),
        ("gateway", false, "list", "", "secrets", null, ""),
        ("gateway", false, "create", "", "pods", null, ""),
        ("gateway", false, "delete", "", "namespaces", null, ""),
    ];

    /// <summary>Asks for each.</summary>
    public static async Task<IList<Right>> AskAsync(IKubernetesClient client, string systemNamespace, CancellationToken cancellationToken)
    {
        var rights = new List<Right>();
        foreach (var (who, needed, verb, group, resource, name, scope) in All)
        {
            var ns = scope == "." ? systemNamespace : scope;
            var parts = resource.Split('/');
            var review = await client.CreateAsync(
                new V1SubjectAccessReview
                {
                    Spec = new()
                    {
                        User = $"system:serviceaccount:{systemNamespace}:mcp-{who}",
                        Groups = ["system:serviceaccounts", $"system:serviceaccounts:{systemNamespace}", "system:authenticated"],
                        ResourceAttributes = new()
                        {
                            Verb = verb,
                            Group = group,
                            Resource = parts[0],
                            Subresource = parts.ElementAtOrDefault(1),
                            Name = name,
                            NamespaceProperty = ns.Length > 0 ? ns : null,
                        },
                    },
                },
                ct: cancellationToken);
            var what = $"{verb} {resource}{(name is null ? "" : " " + name)}{(ns.Length > 0 ? " in " + ns : "")}";
            rights.Add(new Right(who, needed, review.Status?.Allowed == true, what));
        }

        return rights;
    }
}

using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Operator.Plan;

/// <summary>The rights of the operator and of the gateway in one tenant's namespace. They end with it.</summary>
internal static class RoleBindingBuilder
{
    /// <summary>ClusterRole of the chart with what the operator does in a tenant's namespace.</summary>
    public const string OperatorRole = "mcp-operator-tenant";

    /// <summary>ClusterRole of the chart with what the gateway does in a tenant's namespace.</summary>
    public const string GatewayRole = "mcp-gateway-tenant";

    /// <summary>Builds both bindings, the operator's first: later writes need it.</summary>
    public static IEnumerable<PlannedObject> Build(PlanInput input) =>
    [
        Bind(input, McpTenantNames.OperatorBinding, OperatorRole, input.Options.ServiceAccount),
        Bind(input, McpTenantNames.GatewayBinding, GatewayRole, input.Options.GatewayServiceAccount),
    ];

    private static PlannedObject Bind(PlanInput input, string name, string role, string serviceAccount) =>
        Planned.At(Stage.Namespace, new V1RoleBinding
        {
            ApiVersion = $"{V1RoleBinding.KubeGroup}/{V1RoleBinding.KubeApiVersion}",
            Kind = V1RoleBinding.KubeKind,
            Metadata = TenantLabels.Metadata(input, name),
            RoleRef = new V1RoleRef { ApiGroup = V1RoleBinding.KubeGroup, Kind = V1ClusterRole.KubeKind, Name = role },
            Subjects = [new Rbacv1Subject { Kind = V1ServiceAccount.KubeKind, Name = serviceAccount, NamespaceProperty = input.Options.SystemNamespace }],
        }) with
        { ExactField = "subjects", ImmutableField = "roleRef" };
}

using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Hosting;

namespace McpTenants.Operator.Plan;

/// <summary>
/// The network of one tenant: nothing, plus what is named. Only allow-lists, so that no range (metadata, nodes, IPv6)
/// can be forgotten.
/// </summary>
internal static class NetworkPolicyBuilder
{
    private const string Operator = "operator";

    /// <summary>The policy that everything else is an exception of.</summary>
    public static PlannedObject DenyAll(PlanInput input) => Policy(input, McpTenantNames.DenyAllPolicy, new V1NetworkPolicySpec
    {
        PodSelector = new V1LabelSelector(),
        PolicyTypes = ["Ingress", "Egress"],
    });

    /// <summary>The gateway may speak MCP, the operator may ask what the instance offers and fetch an export. A suspended tenant is reached for its export only.</summary>
    public static PlannedObject AllowIngress(PlanInput input)
    {
        var export = From([Operator], ExportPort.Number);
        return Policy(input, McpTenantNames.AllowIngressPolicy, new V1NetworkPolicySpec
        {
            PodSelector = new V1LabelSelector(),
            PolicyTypes = ["Ingress"],
            Ingress = input.Tenant.Suspended ? [export] : [From(["gateway", Operator], McpTenantNames.InstancePort), From([Operator], McpTenantNames.InstanceAdminPort), export],
        });
    }

    /// <summary>In quarantine: the operator may fetch the archive, from the pod of the export and no other.</summary>
    public static PlannedObject AllowExport(PlanInput input) => Policy(input, McpTenantNames.AllowExportPolicy, new V1NetworkPolicySpec
    {
        PodSelector = Selector(new Dictionary<string, string> { [McpTenantNames.AppNameLabel] = McpTenantNames.Export }),
        PolicyTypes = ["Ingress"],
        Ingress = [From([Operator], ExportPort.Number)],
    });

    /// <summary>DNS, the platform's telemetry collector, and what the tenant's egress list declares.</summary>
    public static PlannedObject AllowEgress(PlanInput input) => Policy(input, McpTenantNames.AllowEgressPolicy, new V1NetworkPolicySpec
    {
        PodSelector = new V1LabelSelector(),
        PolicyTypes = ["Egress"],
        Egress = [Dns(input), .. Collector(input.Options.Otlp), .. input.Tenant.Egress.Select(Declared)],
    });

    private static V1NetworkPolicyIngressRule From(IList<string> components, int port) => new()
    {
        FromProperty =
        [
            new V1NetworkPolicyPeer
            {
                NamespaceSelector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { [McpTenantNames.SystemLabel] = "true" } },
                PodSelector = new V1LabelSelector
                {
                    MatchExpressions = [new V1LabelSelectorRequirement { Key = McpTenantNames.ComponentLabel, OperatorProperty = "In", Values = components }],
                },
            },
        ],
        Ports = [new V1NetworkPolicyPort { Port = port, Protocol = "TCP" }],
    };

    private static V1NetworkPolicyEgressRule Dns(PlanInput input) => new()
    {
        To = [Pods(input.Options.DnsNamespaceLabels, input.Options.DnsPodLabels), .. Ranges(input.Options.DnsCidrs)],
        Ports =
        [
            .. input.Options.DnsPorts.SelectMany(port => (string[])["UDP", "TCP"], (port, protocol) => new V1NetworkPolicyPort { Port = port, Protocol = protocol }),
        ],
    };

    private static IEnumerable<V1NetworkPolicyEgressRule> Collector(OtlpOptions otlp)
    {
        if (otlp.Endpoint is null)
        {
            yield break;
        }

        // Without any label the selector would mean every pod of the cluster.
        var pods = otlp.NamespaceLabels.Count > 0 || otlp.PodLabels.Count > 0;
        yield return new V1NetworkPolicyEgressRule
        {
            To = [.. pods ? [Pods(otlp.NamespaceLabels, otlp.PodLabels)] : (V1NetworkPolicyPeer[])[], .. Ranges(otlp.Cidrs)],
            Ports = [new V1NetworkPolicyPort { Port = otlp.Port, Protocol = "TCP" }],
        };
    }

    private static V1NetworkPolicyPeer Pods(IReadOnlyDictionary<string, string> namespaceLabels, IReadOnlyDictionary<string, string> podLabels) =>
        new() { NamespaceSelector = Selector(namespaceLabels), PodSelector = Selector(podLabels) };

    private static IEnumerable<V1NetworkPolicyPeer> Ranges(IEnumerable<string> cidrs) => cidrs.Select(cidr => new V1NetworkPolicyPeer { IpBlock = new V1IPBlock { Cidr = cidr } });

    private static V1NetworkPolicyEgressRule Declared(EffectiveEgress rule) => new()
    {
        To = [new V1NetworkPolicyPeer { IpBlock = new V1IPBlock { Cidr = rule.Cidr, Except = rule.Except.Count == 0 ? null : [.. rule.Except] } }],
        Ports = [.. rule.Ports.Select(p => new V1NetworkPolicyPort { Port = p.Port, Protocol = (p.Protocol ?? EgressProtocol.TCP).ToString() })],
    };

    private static V1LabelSelector Selector(IReadOnlyDictionary<string, string> labels) =>
        labels.Count == 0 ? new V1LabelSelector() : new V1LabelSelector { MatchLabels = new Dictionary<string, string>(labels) };

    private static PlannedObject Policy(PlanInput input, string name, V1NetworkPolicySpec spec) =>
        Planned.At(Stage.Guardrails, new V1NetworkPolicy
        {
            ApiVersion = $"{V1NetworkPolicy.KubeGroup}/{V1NetworkPolicy.KubeApiVersion}",
            Kind = V1NetworkPolicy.KubeKind,
            Metadata = TenantLabels.Metadata(input, name),
            Spec = spec,
        }) with
        { ExactField = "spec" };
}

using System.Security.Cryptography;
using System.Text;
using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Operator.Plan;

/// <summary>One way in per host. They stand in the gateway's namespace, as an Ingress can only name a Service beside it.</summary>
internal static class IngressBuilder
{
    /// <summary>Builds the ingresses; the first is the tenant's own host.</summary>
    public static IEnumerable<PlannedObject> Build(PlanInput input) =>
        input.Tenant.Hosts.Select((host, i) => Build(input, host, i == 0 ? input.Namespace : $"{input.Namespace}-{Short(host)}"));

    private static PlannedObject Build(PlanInput input, string host, string name) => Planned.At(Stage.Route, new V1Ingress
    {
        ApiVersion = $"{V1Ingress.KubeGroup}/{V1Ingress.KubeApiVersion}",
        Kind = V1Ingress.KubeKind,
        Metadata = new V1ObjectMeta
        {
            Name = name,
            NamespaceProperty = input.Options.SystemNamespace,
            Labels = TenantLabels.Of(input),
            Annotations = input.Options.IngressAnnotations.Count == 0 ? null : new Dictionary<string, string>(input.Options.IngressAnnotations),
        },
        Spec = new V1IngressSpec
        {
            IngressClassName = input.Options.IngressClass.Length == 0 ? null : input.Options.IngressClass,
            Tls = [new V1IngressTLS { Hosts = [host], SecretName = input.Options.TlsSecret.Length == 0 ? null : input.Options.TlsSecret }],
            Rules = [new V1IngressRule { Host = host, Http = ToGateway() }],
        },
    }) with
    { NeverAdopt = true };

    private static V1HTTPIngressRuleValue ToGateway() => new()
    {
        Paths =
        [
            new V1HTTPIngressPath
            {
                Path = "/",
                PathType = "Prefix",
                Backend = new V1IngressBackend
                {
                    Service = new V1IngressServiceBackend { Name = McpTenantNames.GatewayService, Port = new V1ServiceBackendPort { Name = "http" } },
                },
            },
        ],
    };

    // Hosts are longer than names may be, and dots in them would be ambiguous.
    private static string Short(string host) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(host)).AsSpan(0, 4));
}

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using k8s.Models;
using McpTenants.Api;
using McpTenants.Cli.Doctor;

namespace Cli.Tests.Doctor;

/// <summary>An installation with nothing wrong; each test breaks one thing of it.</summary>
internal static class Healthy
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    public static ClusterFacts Facts() => new()
    {
        Now = Now,
        SystemNamespace = "mcp-system",
        Version = new(new VersionInfo { Major = "1", Minor = "20", GitVersion = "v1.20.2" }),
        Definitions = new([Definition("mcptenants"), Definition("mcpexporttargets"), Definition("mcptenanttombstones"), Definition("mcpvaultbindings")]),
        Namespaces = new(
        [
            Namespace("mcp-system", (McpTenantNames.SystemLabel, "true")), Namespace("kube-system", ("kubernetes.io/metadata.name", "kube-system")),
            Namespace("mcpt-acme", (McpTenantNames.TenantUidLabel, "uid-acme")), Namespace("mcpt-gone", (McpTenantNames.TenantUidLabel, "uid-gone")),
        ]),
        Operator = new(Deployment(1)),
        Gateway = new(Deployment(2)),
        SystemPods = new([]),
        Webhook = new(WebhookUntil(Now.AddDays(60))),
        WebhookAnswer = new("accepted"),
        Rights = new([new Right("operator", true, true, "create namespaces"), new Right("operator", false, false, "list secrets")]),
        DnsPods = new([new V1Pod { Metadata = new() { Name = "coredns", NamespaceProperty = "kube-system" } }]),
        DaemonSets = new([new V1DaemonSet { Metadata = new() { Name = "calico-node" } }]),
        StorageClasses = new([new V1StorageClass { Metadata = new() { Name = "fast", Annotations = Labels(("storageclass.kubernetes.io/is-default-class", "true")) }, Provisioner = "x" }]),
        IngressClasses = new([new V1IngressClass { Metadata = new() { Name = "nginx", Annotations = Labels(("ingressclass.kubernetes.io/is-default-class", "true")) } }]),
        Tenants = new([Tenant("acme", "True")]),
        Tombstones = new([new McpTenantTombstone { Metadata = new() { Name = "uid-gone" } }]),
        BaseDomain = new("mcp.example"),
        Addresses = new([IPAddress.Parse("203.0.113.7")]),
        Edge = new(new EdgeCertificate("acme.mcp.example", Now.AddDays(60), NameMatches: true, Trusted: true)),
    };

    public static V1CustomResourceDefinition Definition(string plural) => new()
    {
        Metadata = new() { Name = $"{plural}.{McpTenantNames.Group}" },
        Spec = new() { Group = McpTenantNames.Group, Names = new() { Kind = "x", Plural = plural }, Scope = "Cluster", Versions = [new() { Name = McpTenantNames.Version, Served = true, Storage = true }] },
        Status = new() { Conditions = [new() { Type = "Established", Status = "True" }] },
    };

    public static V1Namespace Namespace(string name, params (string Name, string Value)[] labels) => new() { Metadata = new() { Name = name, Labels = Labels(labels) } };

    public static V1Deployment Deployment(int available, params string[] arguments) => new()
    {
        Metadata = new() { Name = "x" },
        Spec = new() { Replicas = 2 > available ? 1 : 2, Selector = new(), Template = new() { Spec = new() { Containers = [new() { Name = "x", Args = arguments }] } } },
        Status = new() { AvailableReplicas = available },
    };

    public static McpTenant Tenant(string name, string ready) => new()
    {
        Metadata = new() { Name = name, Uid = "uid-" + name },
        Spec = new(),
        Status = new() { Url = $"https://{name}.mcp.example/mcp", Phase = TenantPhase.Asleep, Conditions = [new() { Type = "Ready", Status = ready, Reason = "ImagePull" }] },
    };

    public static V1ValidatingWebhookConfiguration WebhookUntil(DateTimeOffset end)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=webhook", key, HashAlgorithmName.SHA256).CreateSelfSigned(end.AddDays(-90), end);
        return new() { Metadata = new() { Name = "mcp-operator" }, Webhooks = [new() { Name = "w", ClientConfig = new() { CaBundle = Encoding.ASCII.GetBytes(certificate.ExportCertificatePem()) } }] };
    }

    private static Dictionary<string, string> Labels(params (string Name, string Value)[] labels) => labels.ToDictionary(l => l.Name, l => l.Value, StringComparer.Ordinal);
}

using McpTenants.Api;

namespace McpTenants.Operator.Hosting;

/// <summary>Everything that the operator is told at start. Command line options win over environment variables.</summary>
internal sealed record OperatorOptions
{
    /// <summary>Kubeconfig file; empty for <c>KUBECONFIG</c>, <c>~/.kube/config</c> or the pod's own credentials.</summary>
    public string Kubeconfig { get; init; } = "";

    /// <summary>Context of the kubeconfig; empty for the current one.</summary>
    public string Context { get; init; } = "";

    /// <summary>Namespace of operator, gateway and ingresses. Default <c>mcp-system</c>.</summary>
    public string SystemNamespace { get; init; } = McpTenantNames.DefaultSystemNamespace;

    /// <summary>ServiceAccount of the operator in the system namespace, bound in every tenant's namespace.</summary>
    public string ServiceAccount { get; init; } = "mcp-operator";

    /// <summary>ServiceAccount of the gateway in the system namespace, bound in every tenant's namespace.</summary>
    public string GatewayServiceAccount { get; init; } = "mcp-gateway";

    /// <summary>File with the platform's settings (presets, limits of what tenants may ask for); empty for the defaults.</summary>
    public string PlatformFile { get; init; } = "";

    /// <summary>Domain under which every tenant gets its host. Required, here or in the platform file.</summary>
    public string BaseDomain { get; init; } = "";

    /// <summary>Image of the instance unless a tenant names another. Required, here or in the platform file.</summary>
    public string InstanceImage { get; init; } = "";

    /// <summary>Pull policy of the instance's image. Default <c>IfNotPresent</c>.</summary>
    public string ImagePullPolicy { get; init; } = "IfNotPresent";

    /// <summary>Ingress class of the tenants' ingresses; empty for the cluster's default.</summary>
    public string IngressClass { get; init; } = "";

    /// <summary>Annotations of the tenants' ingresses.</summary>
    public IReadOnlyDictionary<string, string> IngressAnnotations { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// A tenant is Ready only once the ingress controller has published an address for each of its hosts: before that the URL does not answer.
    /// Default true; false for controllers that never publish one.
    /// </summary>
    public bool AwaitIngressAddress { get; init; } = true;

    /// <summary>TLS Secret in the system namespace with the wildcard certificate; empty if the ingress controller has one.</summary>
    public string TlsSecret { get; init; } = "";

    /// <summary>Labels of the namespace with the DNS pods; none for any namespace. Default none, as servers below 1.21 label no namespace by themselves.</summary>
    public IReadOnlyDictionary<string, string> DnsNamespaceLabels { get; init; } = new Dictionary<string, string>();

    /// <summary>Labels of the DNS pods. Default <c>k8s-app=kube-dns</c>.</summary>
    public IReadOnlyDictionary<string, string> DnsPodLabels { get; init; } = new Dictionary<string, string> { ["k8s-app"] = "kube-dns" };

    /// <summary>Address ranges that answer DNS besides the pods, such as NodeLocal DNSCache.</summary>
    public IReadOnlyList<string> DnsCidrs { get; init; } = [];

    /// <summary>Ports of DNS. Default 53.</summary>
    public IReadOnlyList<int> DnsPorts { get; init; } = [53];

    /// <summary>Where tenants send their telemetry.</summary>
    public OtlpOptions Otlp { get; init; } = new();

    /// <summary>Version of the Pod Security Standard that tenants' namespaces enforce. Default <c>latest</c>.</summary>
    public string PodSecurityVersion { get; init; } = "latest";

    /// <summary>Gateway and operator speak mutual TLS with instances, with certificates of this installation's own authority. Default true.</summary>
    public bool MutualTls { get; init; } = true;

    /// <summary>How issuers are polled.</summary>
    public Jwks.JwksOptions Jwks { get; init; } = new();

    /// <summary>How vaults are read.</summary>
    public Vaults.VaultOptions Vaults { get; init; } = new();

    /// <summary>How tenants are put to sleep.</summary>
    public Sleep.SleepOptions Sleep { get; init; } = new();

    /// <summary>How network isolation is probed.</summary>
    public Isolation.IsolationOptions Isolation { get; init; } = new();

    /// <summary>How running instances are asked what they offer.</summary>
    public Instances.InstanceOptions Instances { get; init; } = new();

    /// <summary>How tenants are removed.</summary>
    public Deprovision.DeprovisionOptions Deprovision { get; init; } = new();

    /// <summary>Tenants reconciled at the same time. Default 4.</summary>
    public int Workers { get; init; } = 4;

    /// <summary>Only the holder of the lease works. Default true.</summary>
    public bool LeaderElection { get; init; } = true;

    /// <summary>This process in the lease. Default the pod's name.</summary>
    public string Identity { get; init; } = OperatorEnvironment.Identity;

    /// <summary>Port of /livez, /readyz and /metrics. Default 8081.</summary>
    public int HealthPort { get; init; } = 8081;

    /// <summary>Port of the admission webhook; 0 for none. Default 8443.</summary>
    public int WebhookPort { get; init; } = 8443;

    /// <summary>Base URL of the webhook for an operator outside of the cluster; null for its Service.</summary>
    public Uri? WebhookUrl { get; init; }

    /// <summary>Log lines as <c>json</c> or for people as <c>console</c>. Default <c>json</c>.</summary>
    public string LogFormat { get; init; } = "json";

    /// <summary>Least level that is logged. Default <c>Information</c>.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;
}

using System.CommandLine;
using System.Globalization;
using McpTenants.Operator.Deprovision;
using McpTenants.Operator.Instances;
using McpTenants.Operator.Isolation;
using McpTenants.Operator.Jwks;
using McpTenants.Operator.Sleep;
using McpTenants.Operator.Vaults;

namespace McpTenants.Operator.Hosting;

/// <summary>The command line of <c>mcp-operator run</c>. Every option falls back to a variable and then to its default.</summary>
internal sealed class RunOptions
{
    private static readonly OperatorOptions Defaults = new();
    private readonly List<Option<string>> options = [];
    private readonly List<string> problems = [];

    /// <summary>Declares the options.</summary>
    public RunOptions()
    {
        Text("--kubeconfig", "Kubeconfig file. Empty: KUBECONFIG, ~/.kube/config or the pod's own credentials.");
        Text("--context", "Context of the kubeconfig. Empty: the current one.");
        Text("--system-namespace", "Namespace of operator, gateway and ingresses.", Defaults.SystemNamespace);
        Text("--service-account", "ServiceAccount of the operator in the system namespace.", Defaults.ServiceAccount);
        Text("--gateway-service-account", "ServiceAccount of the gateway in the system namespace.", Defaults.GatewayServiceAccount);
        Text("--platform-file", "JSON file with the platform's settings: presets and what tenants may ask for.");
        Text("--base-domain", "Every tenant answers at https://<subdomain>.<base domain>/mcp. Required here or in the platform file.");
        Text("--instance-image", "Image of the instance unless a tenant names another. Required here or in the platform file.");
        Text("--image-pull-policy", "Pull policy of the instance: Always, IfNotPresent or Never.", Defaults.ImagePullPolicy);
        Text("--ingress-class", "Ingress class. Empty: the cluster's default.");
        Text("--ingress-annotations", "Annotations of ingresses, name=value, separated by commas.");
        Text("--await-ingress-address", "A tenant is Ready once the ingress controller has published an address; false for controllers that never do.", "true");
        Text("--tls-secret", "TLS Secret in the system namespace with the wildcard certificate. Empty: the ingress controller's own.");
        Text("--dns-namespace-labels", "Labels of the namespace with the DNS pods, name=value, separated by commas. Empty: any namespace.");
        Text("--dns-pod-labels", "Labels of the DNS pods, name=value, separated by commas.", "k8s-app=kube-dns");
        Text("--dns-cidrs", "Address ranges that answer DNS besides those pods, separated by commas.");
        Text("--dns-ports", "Ports of DNS, separated by commas.", "53");
        Text("--otlp-endpoint", "Base URL of the OpenTelemetry collector (OTLP over HTTP) that tenants send spans and metrics to. Empty: none.");
        Text("--otlp-namespace-labels", "Labels of the namespace with the collector's pods, name=value, separated by commas. Empty: any namespace.");
        Text("--otlp-pod-labels", "Labels of the collector's pods, name=value, separated by commas.");
        Text("--otlp-cidrs", "Address ranges of a collector outside of the cluster, separated by commas.");
        Text("--otlp-pod-port", "Port that the collector's pods listen on. 0: the port of the URL.", "0");
        Text("--pod-security-version", "Version of the restricted Pod Security Standard in tenants' namespaces.", Defaults.PodSecurityVersion);
        Text("--mutual-tls", "Gateway and operator speak mutual TLS with instances; the operator is the certificate authority.", "true");
        Text("--allow-private-issuers", "Issuers may be at private, loopback and link-local addresses.", "false");
        Text("--issuer-ca-file", "PEM file of certificate authorities trusted for issuers and vaults besides the system's.");
        Text("--issuer-interval", "Time between two polls of an issuer's keys.", "5m");
        Text("--vault-requests-per-second", "Requests to one vault per second, all tenants together.", $"{Defaults.Vaults.RequestsPerSecond}");
        Text("--vault-timeout", "Longest time for one answer of a vault.", "10s");
        Text("--gateway-urls", "Base URLs of the gateways' admin ports, separated by commas. Empty: the gateway's pods.");
        Text("--gateway-admin-port", "Admin port of a gateway pod.", "9090");
        Text("--gateway-token-file", "File with the bearer token of the gateways' admin port.");
        Text("--min-dwell", "Least time that a tenant stays awake.", "30s");
        Text("--sleep-retry", "Time until an awake tenant is looked at again when a gateway was busy.", "5s");
        Text("--instance-admin-port", "Admin port of an instance.", "8081");
        Text("--instance-interval", "Time between two looks at what an awake instance offers.", "1m");
        Text("--isolation-probe-interval", "Time between two probes of a tenant's network isolation from inside its namespace. 0: no probes.", "6h");
        Text("--isolation-probe-concurrency", "Tenants probed at the same time; each probe is a short-lived pod.", "4");
        Text("--archive-root", "Folder under which the claims of export targets are mounted.", Defaults.Deprovision.ArchiveRoot);
        Text("--export-timeout", "Time that a best-effort export gets.", "10m");
        Text("--mass-deletion-minimum", "From so many tenants deleted at once on, the operator asks whether that is meant. 0: never.", "5");
        Text("--mass-deletion-percent", "And from this share of all tenants on.", "30");
        Text("--etcd-backup-retention", "How long backups of etcd are kept; stands in certificates of erasure. Empty: not known.");
        Text("--volume-backup-retention", "How long backups of volumes are kept; stands in certificates of erasure. Empty: not known.");
        Text("--record-basis", "Legal basis for keeping the record of an erasure; stands in certificates.", Defaults.Deprovision.RecordBasis);
        Text("--workers", "Tenants reconciled at the same time.", "4");
        Text("--leader-election", "Only the holder of the lease works.", "true");
        Text("--identity", "This process in the lease. Default: the pod's name.");
        Text("--health-port", "Port of /livez, /readyz and /metrics.", "8081");
        Text("--webhook-port", "Port of the admission webhook, 0 for none.", "8443");
        Text("--webhook-url", "Base URL at which the API server reaches the webhook of an operator outside of the cluster. Empty: its Service.");
        Text("--log-format", "json or console.", Defaults.LogFormat);
        Text("--log-level", "Trace, Debug, Information, Warning or Error.", "Information");
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command) => options.ForEach(command.Add);

    /// <summary>Reads the options.</summary>
    /// <returns>The options, and every problem with them.</returns>
    public (OperatorOptions Options, IReadOnlyList<string> Problems) Read(ParseResult result)
    {
        problems.Clear();
        string Value(string name) => result.GetValue(options.Single(o => o.Name == name)) ?? "";
        var identity = Value("--identity");
        var read = new OperatorOptions
        {
            Kubeconfig = Value("--kubeconfig"),
            Context = Value("--context"),
            SystemNamespace = Value("--system-namespace"),
            ServiceAccount = Value("--service-account"),
            GatewayServiceAccount = Value("--gateway-service-account"),
            PlatformFile = Value("--platform-file"),
            BaseDomain = Value("--base-domain"),
            InstanceImage = Value("--instance-image"),
            ImagePullPolicy = OneOf("--image-pull-policy", Value("--image-pull-policy"), "Always", "IfNotPresent", "Never"),
            IngressClass = Value("--ingress-class"),
            IngressAnnotations = Pairs("--ingress-annotations", Value("--ingress-annotations")),
            AwaitIngressAddress = Flag("--await-ingress-address", Value("--await-ingress-address")),
            TlsSecret = Value("--tls-secret"),
            DnsNamespaceLabels = Pairs("--dns-namespace-labels", Value("--dns-namespace-labels")),
            DnsPodLabels = Pairs("--dns-pod-labels", Value("--dns-pod-labels")),
            DnsCidrs = [.. List(Value("--dns-cidrs")).Where(c => IsCidr("--dns-cidrs", c))],
            DnsPorts = [.. List(Value("--dns-ports")).Select(p => Number("--dns-ports", p, 1, 65535))],
            Otlp = Otlp(Value),
            PodSecurityVersion = Value("--pod-security-version"),
            MutualTls = Flag("--mutual-tls", Value("--mutual-tls")),
            Jwks = new JwksOptions
            {
                AllowPrivate = Flag("--allow-private-issuers", Value("--allow-private-issuers")),
                CaFile = ExistingFile("--issuer-ca-file", Value("--issuer-ca-file")),
                Interval = Duration("--issuer-interval", Value("--issuer-interval")),
            },
            Vaults = new VaultOptions
            {
                RequestsPerSecond = Number("--vault-requests-per-second", Value("--vault-requests-per-second"), 1, 1000),
                Timeout = Duration("--vault-timeout", Value("--vault-timeout")),
                CaFile = Value("--issuer-ca-file"),
            },
            Sleep = new SleepOptions
            {
                GatewayUrls = [.. List(Value("--gateway-urls")).Select(u => Url("--gateway-urls", u)).OfType<Uri>()],
                GatewayAdminPort = Number("--gateway-admin-port", Value("--gateway-admin-port"), 1, 65535),
                TokenFile = Value("--gateway-token-file"),
                MinDwell = Duration("--min-dwell", Value("--min-dwell")),
                RetryInterval = Duration("--sleep-retry", Value("--sleep-retry")),
            },
            Instances = new InstanceOptions
            {
                AdminPort = Number("--instance-admin-port", Value("--instance-admin-port"), 1, 65535),
                Interval = Duration("--instance-interval", Value("--instance-interval")),
            },
            Isolation = new IsolationOptions
            {
                Interval = Value("--isolation-probe-interval") == "0" ? TimeSpan.Zero : Duration("--isolation-probe-interval", Value("--isolation-probe-interval")),
                Concurrency = Number("--isolation-probe-concurrency", Value("--isolation-probe-concurrency"), 1, 256),
            },
            Deprovision = new DeprovisionOptions
            {
                ArchiveRoot = Value("--archive-root"),
                BestEffortTimeout = Duration("--export-timeout", Value("--export-timeout")),
                MassDeletionMinimum = Number("--mass-deletion-minimum", Value("--mass-deletion-minimum"), 0, 1_000_000),
                MassDeletionPercent = Number("--mass-deletion-percent", Value("--mass-deletion-percent"), 1, 100),
                EtcdBackupRetention = Optional("--etcd-backup-retention", Value),
                VolumeBackupRetention = Optional("--volume-backup-retention", Value),
                RecordBasis = Value("--record-basis"),
            },
            Workers = Number("--workers", Value("--workers"), 1, 256),
            LeaderElection = Flag("--leader-election", Value("--leader-election")),
            Identity = identity.Length > 0 ? identity : OperatorEnvironment.Identity,
            HealthPort = Number("--health-port", Value("--health-port"), 0, 65535),
            WebhookPort = Number("--webhook-port", Value("--webhook-port"), 0, 65535),
            WebhookUrl = Value("--webhook-url") is { Length: > 0 } webhookUrl ? Url("--webhook-url", webhookUrl) : null,
            LogFormat = OneOf("--log-format", Value("--log-format"), "json", "console"),
            LogLevel = Enum.TryParse<LogLevel>(Value("--log-level"), ignoreCase: true, out var level) ? level : Bad<LogLevel>("--log-level", Value("--log-level"), "a log level"),
        };
        return (read, problems);
    }

    private OtlpOptions Otlp(Func<string, string> value)
    {
        var otlp = new OtlpOptions
        {
            Endpoint = value("--otlp-endpoint") is { Length: > 0 } endpoint ? Url("--otlp-endpoint", endpoint) : null,
            NamespaceLabels = Pairs("--otlp-namespace-labels", value("--otlp-namespace-labels")),
            PodLabels = Pairs("--otlp-pod-labels", value("--otlp-pod-labels")),
            Cidrs = [.. List(value("--otlp-cidrs")).Where(c => IsCidr("--otlp-cidrs", c))],
            PodPort = Number("--otlp-pod-port", value("--otlp-pod-port"), 0, 65535),
        };
        if (otlp.Problem is { } problem)
        {
            problems.Add(problem);
        }

        return otlp;
    }

    private void Text(string name, string description, string fallback = "") => options.Add(new Option<string>(name)
    {
        Description = $"{description} [env {OperatorEnvironment.VariableOf(name)}]",
        DefaultValueFactory = _ => OperatorEnvironment.ValueOf(name) ?? fallback,
    });

    private static IEnumerable<string> List(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private Dictionary<string, string> Pairs(string option, string text)
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in List(text))
        {
            var equals = item.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !pairs.TryAdd(item[..equals], item[(equals + 1)..]))
            {
                Bad<string>(option, item, "name=value, each name once");
            }
        }

        return pairs;
    }

    private string OneOf(string option, string text, params string[] allowed) =>
        allowed.Contains(text) ? text : Bad<string>(option, text, string.Join(" or ", allowed)) ?? "";

    private bool Flag(string option, string text) => bool.TryParse(text, out var value) ? value : Bad<bool>(option, text, "true or false");

    private int Number(string option, string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most
            ? value
            : Bad<int>(option, text, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"));

    private TimeSpan Duration(string option, string text) =>
        Api.Values.GoDuration.TryParse(text, out var value) && value > TimeSpan.Zero ? value : Bad<TimeSpan>(option, text, "a duration such as 30s or 5m");

    private TimeSpan? Optional(string option, Func<string, string> value) => value(option) is { Length: > 0 } text ? Duration(option, text) : null;

    private Uri? Url(string option, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : Bad<Uri>(option, text, "an http or https URL");

    private bool IsCidr(string option, string text) => System.Net.IPNetwork.TryParse(text, out _) || Bad<bool>(option, text, "an address range such as 169.254.20.10/32");

    private string ExistingFile(string option, string path)
    {
        if (path.Length > 0 && !File.Exists(path))
        {
            Bad<string>(option, path, "an existing file");
        }

        return path;
    }

    private T? Bad<T>(string option, string text, string wanted)
    {
        problems.Add($"{option} (or {OperatorEnvironment.VariableOf(option)}): '{text}' is not {wanted}");
        return default;
    }
}

namespace McpTenants.Api;

/// <summary>One tenant with every default filled in: what the plan, the gateway and the instance's configuration are made from.</summary>
public sealed record EffectiveTenant
{
    /// <summary>UID of the custom resource.</summary>
    public required string Uid { get; init; }

    /// <summary>Name of the custom resource.</summary>
    public required string Name { get; init; }

    /// <summary>The tenant's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name for people.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Name of the tier.</summary>
    public required string Tier { get; init; }

    /// <summary>Region label; null when none is given.</summary>
    public string? Region { get; init; }

    /// <summary>All hosts the tenant answers at; the first is the canonical one.</summary>
    public required IReadOnlyList<string> Hosts { get; init; }

    /// <summary>Canonical URL of the MCP endpoint.</summary>
    public required string Url { get; init; }

    /// <summary>Whether callers are refused.</summary>
    public required bool Suspended { get; init; }

    /// <summary>Labels a node needs.</summary>
    public required IReadOnlyDictionary<string, string> NodeSelector { get; init; }

    /// <summary>Taints the instance tolerates.</summary>
    public required IReadOnlyList<TolerationSpec> Tolerations { get; init; }

    /// <summary>Open egress, with the ranges that stay closed.</summary>
    public required IReadOnlyList<EffectiveEgress> Egress { get; init; }

    /// <summary>Container image.</summary>
    public required string Image { get; init; }

    /// <summary>Names of pull Secrets.</summary>
    public required IReadOnlyList<string> ImagePullSecrets { get; init; }

    /// <summary>Guaranteed amounts: <c>cpu</c>, <c>memory</c>, <c>ephemeral-storage</c> to quantity.</summary>
    public required IReadOnlyDictionary<string, string> Requests { get; init; }

    /// <summary>Upper bounds: <c>cpu</c>, <c>memory</c>, <c>ephemeral-storage</c> to quantity.</summary>
    public required IReadOnlyDictionary<string, string> Limits { get; init; }

    /// <summary>Hard limits of the ResourceQuota.</summary>
    public required IReadOnlyDictionary<string, string> Quota { get; init; }

    /// <summary>Size of the data volume.</summary>
    public required string StorageSize { get; init; }

    /// <summary>StorageClass; null: the cluster's default.</summary>
    public string? StorageClassName { get; init; }

    /// <summary>Additional environment variables.</summary>
    public required IReadOnlyList<EnvironmentVariable> Env { get; init; }

    /// <summary>Time without requests before sleep.</summary>
    public required TimeSpan IdleAfter { get; init; }

    /// <summary>0: sleeps when idle; 1: never sleeps.</summary>
    public required int MinInstances { get; init; }

    /// <summary>What open but silent streams do.</summary>
    public required StreamMode Streams { get; init; }

    /// <summary>Who may call.</summary>
    public required InstanceAuthentication Auth { get; init; }

    /// <summary>Where the issuer's keys are; null: by discovery at the issuer.</summary>
    public string? JwksUri { get; init; }

    /// <summary>Which tools are offered.</summary>
    public required InstanceTools Tools { get; init; }

    /// <summary>Connectors as the instance gets them.</summary>
    public IReadOnlyList<InstanceConnector> Connectors { get; init; } = [];

    /// <summary>Connectors as the tenant wrote them: where their documents are.</summary>
    public IReadOnlyList<ConnectorSpec> Documents { get; init; } = [];

    /// <summary>Third-party MCP servers in the pod.</summary>
    public IReadOnlyList<EffectiveSidecar> Sidecars { get; init; } = [];

    /// <summary>Request limits.</summary>
    public required InstanceLimits Requesting { get; init; }

    /// <summary>How much may be stored.</summary>
    public required InstanceStorage Storing { get; init; }

    /// <summary>What is recorded of calls.</summary>
    public required InstanceAudit Audit { get; init; }

    /// <summary>Secret in the tenant's namespace that is mounted as files; null: none.</summary>
    public string? SecretName { get; init; }

    /// <summary>What the operator copies from a vault into that Secret; null: nothing.</summary>
    public EffectiveVault? Vault { get; init; }

    /// <summary>Version of the secrets that a running instance has to be started with; null: it reads its files.</summary>
    public string? SecretsRevision { get; init; }

    /// <summary>Whether a delete is refused.</summary>
    public required bool DeletionProtection { get; init; }

    /// <summary>Whether data is archived before it is erased.</summary>
    public required ExportMode Export { get; init; }

    /// <summary>Name of the McpExportTarget; null: none.</summary>
    public string? ExportTarget { get; init; }

    /// <summary>Content of <c>instance.json</c>.</summary>
    public InstanceConfiguration ToInstanceConfiguration() => new()
    {
        Tenant = new() { Uid = Uid, Name = Name, DisplayName = DisplayName, Tier = Tier, Region = Region },
        Url = Url,
        Namespace = Namespace,
        Auth = Auth,
        Tools = Tools,
        Limits = Requesting,
        Storage = Storing,
        Audit = Audit,
        Connectors = Connectors,
        Servers = [.. Sidecars.Select(sidecar => new InstanceSidecar(sidecar.Name, sidecar.Port, sidecar.Path))],
    };
}

/// <summary>An open address range without the ranges in it that stay closed.</summary>
/// <param name="Cidr">The range.</param>
/// <param name="Except">Ranges inside it that stay closed.</param>
/// <param name="Ports">Open ports.</param>
public sealed record EffectiveEgress(string Cidr, IReadOnlyList<string> Except, IReadOnlyList<EgressPort> Ports);

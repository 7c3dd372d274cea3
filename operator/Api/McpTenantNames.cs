namespace McpTenants.Api;

/// <summary>Names that more than one program has to agree on: API group, labels, field managers and the objects of one tenant.</summary>
public static class McpTenantNames
{
    /// <summary>API group of all our kinds.</summary>
    public const string Group = "mcptenants.dev";

    /// <summary>Served and stored version.</summary>
    public const string Version = "v1alpha1";

    /// <summary><c>group/version</c>, as in <c>apiVersion</c>.</summary>
    public const string ApiVersion = Group + "/" + Version;

    /// <summary>Label: name of the tenant's custom resource.</summary>
    public const string TenantLabel = Group + "/tenant";

    /// <summary>Label: UID of the tenant's custom resource, the tenant's identity.</summary>
    public const string TenantUidLabel = Group + "/tenant-uid";

    /// <summary>Label on the system namespace; the tenants' network policies select it.</summary>
    public const string SystemLabel = Group + "/system";

    /// <summary>Annotation on a namespace that changed hands: the tombstone it came from.</summary>
    public const string RestoredFromAnnotation = Group + "/restored-from";

    /// <summary>Annotation on a tenant: its deletion is meant, though many go at once. The value is a time after the deletion.</summary>
    public const string AcknowledgeAnnotation = Group + "/acknowledge-deletion";

    /// <summary>Recommended label for the program that manages an object.</summary>
    public const string ManagedByLabel = "app.kubernetes.io/managed-by";

    /// <summary>Value of <see cref="ManagedByLabel"/> on everything the operator makes.</summary>
    public const string ManagedBy = "mcp-operator";

    /// <summary>Recommended label for the application's name.</summary>
    public const string AppNameLabel = "app.kubernetes.io/name";

    /// <summary>Recommended label for the part of the application (<c>gateway</c>, <c>operator</c>).</summary>
    public const string ComponentLabel = "app.kubernetes.io/component";

    /// <summary>
    /// Annotation of a tenant: RFC 3339 time at which somebody asked that it sleep without waiting for <c>scaling.idleAfter</c>. Counts until the
    /// tenant is called again after that time.
    /// </summary>
    public const string SleepRequestedAt = Group + "/sleep-requested-at";

    /// <summary>Annotation of a tenant: somebody asks for a probe of its network isolation now. Each new value asks once; RFC 3339 times are customary.</summary>
    public const string ProbeRequestedAt = Group + "/probe-requested-at";

    /// <summary>Finalizer that holds a tenant until everything of it is exported and gone.</summary>
    public const string Finalizer = Group + "/deprovision";

    /// <summary>Finalizer that holds a tombstone until it is closed: what it stands for must not lose its record.</summary>
    public const string TombstoneFinalizer = Group + "/purge";

    /// <summary>Field manager of the reconcile pipeline.</summary>
    public const string PipelineManager = "mcp-operator";

    /// <summary>Field manager that creates the Deployment with zero replicas.</summary>
    public const string ScaleManager = "mcp-scale";

    /// <summary>Field manager of a wake.</summary>
    public const string WakeManager = "mcp-gateway";

    /// <summary>Field manager of a sleep.</summary>
    public const string SleepManager = "mcp-sleep";

    /// <summary>Namespace of operator, gateway and ingresses unless configured otherwise.</summary>
    public const string DefaultSystemNamespace = "mcp-system";

    /// <summary>Prefix of a tenant's namespace, and of its Ingress in the system namespace.</summary>
    public const string TenantPrefix = "mcpt-";

    /// <summary>Name of the Deployment, Service, ServiceAccount and ConfigMap in a tenant's namespace, and of the image.</summary>
    public const string Instance = "mcp-instance";

    /// <summary>Name of the persistent volume claim with the tenant's data.</summary>
    public const string DataClaim = "mcp-data";

    /// <summary>Name of the ResourceQuota and of the LimitRange.</summary>
    public const string Limits = "mcp-limits";

    /// <summary>Network policy that denies everything in both directions.</summary>
    public const string DenyAllPolicy = "deny-all";

    /// <summary>Network policy that lets the gateway and the operator in.</summary>
    public const string AllowIngressPolicy = "allow-ingress";

    /// <summary>Network policy that opens DNS and the declared egress.</summary>
    public const string AllowEgressPolicy = "allow-egress";

    /// <summary>Network policy that lets the operator fetch the archive of a tenant in quarantine.</summary>
    public const string AllowExportPolicy = "allow-export";

    /// <summary>Job and one-time Secret of an export.</summary>
    public const string Export = "mcp-export";

    /// <summary>Job in a tenant's namespace that tries connections.</summary>
    public const string Probe = "mcp-probe";

    /// <summary>Secret in a tenant's namespace that the operator fills from a vault.</summary>
    public const string SyncedSecret = "mcp-secrets";

    /// <summary>RoleBinding that gives the operator its rights in a tenant's namespace.</summary>
    public const string OperatorBinding = "mcp-operator";

    /// <summary>RoleBinding that gives the gateway the right to scale in a tenant's namespace.</summary>
    public const string GatewayBinding = "mcp-gateway";

    /// <summary>Service of the gateway in the system namespace.</summary>
    public const string GatewayService = "mcp-gateway";

    /// <summary>Secret with the gateway's admin token (key <c>token</c>).</summary>
    public const string GatewayAdminSecret = "mcp-gateway-admin";

    /// <summary>Secret with the key that signs certificates, and ConfigMap with its public part, in the system namespace.</summary>
    public const string SigningKey = "mcp-signing-key";

    /// <summary>Key of the ConfigMap: every public key that ever signed, in PEM.</summary>
    public const string PublicKeys = "keys.pem";

    /// <summary>Secret with the gateways' client certificate in the system namespace, which the operator issues and the gateways mount.</summary>
    public const string GatewayIdentitySecret = "mcp-gateway-identity";

    /// <summary>Secret with the instance's certificate in a tenant's namespace (keys tls.crt, tls.key, ca.crt).</summary>
    public const string TlsSecret = "mcp-instance-tls";

    /// <summary>
    /// Label of a pod that proves who it is and demands the same: of an instance, that its ports are served so; of a gateway, that it can dial such pods.
    /// Not an annotation: those the gateway does not even parse.
    /// </summary>
    public const string MutualTlsLabel = Group + "/mutual-tls";

    /// <summary>Value of <see cref="MutualTlsLabel"/>.</summary>
    public const string MutualTlsRequired = "required";

    /// <summary>Name of the ValidatingWebhookConfiguration, and of the Service it calls.</summary>
    public const string Webhook = "mcp-operator";

    /// <summary>Port of the instance that speaks MCP.</summary>
    public const int InstancePort = 8080;

    /// <summary>Port of the instance for health and metrics.</summary>
    public const int InstanceAdminPort = 8081;

    /// <summary>Response header of <c>/readyz</c> that says whose instance answers.</summary>
    public const string TenantUidHeader = "Mcp-Tenant-Uid";

    /// <summary>File with the instance's configuration, a key of its ConfigMap.</summary>
    public const string InstanceConfigurationFile = "instance.json";

    /// <summary>File with the identity provider's keys, a key of its ConfigMap.</summary>
    public const string JwksFile = "jwks.json";

    /// <summary>Namespace of a tenant.</summary>
    public static string NamespaceOf(string tenantName) => TenantPrefix + tenantName;
}

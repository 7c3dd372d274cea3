using k8s;
using k8s.Models;
using Kubernetes.Runtime;
using Kubernetes.Runtime.Caching;
using Kubernetes.Runtime.Controllers;
using McpTenants.Api;
using McpTenants.Operator.Hosting;
using McpTenants.Operator.Isolation;
using McpTenants.Operator.Plan;

namespace McpTenants.Operator.Pipeline;

/// <summary>
/// What the operator keeps of the cluster: the tenants, and of every other kind only what carries our label. Nothing here
/// ever reads a Secret.
/// </summary>
internal sealed class TenantCaches
{
    private const string Ours = $"{McpTenantNames.ManagedByLabel}={McpTenantNames.ManagedBy}";
    private const string ByTenant = "tenant";
    private const string ByNamespace = "namespace";

    private readonly List<Func<string, IEnumerable<IKubernetesObject<V1ObjectMeta>>>> children = [];
    private readonly List<Action<Controller>> subscriptions = [];
    private readonly List<Action<Controller>> remains = [];
    private readonly string systemNamespace;

    /// <summary>Registers the informers; the registry starts them.</summary>
    public TenantCaches(InformerRegistry registry, OperatorOptions options)
    {
        systemNamespace = options.SystemNamespace;
        Tenants = registry.Register<McpTenant>();
        Targets = registry.Register<McpExportTarget>();
        Tombstones = registry.Register<McpTenantTombstone>();
        Bindings = registry.Register<McpVaultBinding>();
        Namespaces = Child<V1Namespace>(registry);
        Deployments = Child<V1Deployment>(registry);
        ConfigMaps = Child<V1ConfigMap>(registry);
        Claims = Child<V1PersistentVolumeClaim>(registry);
        Policies = Child<V1NetworkPolicy>(registry, selector: null);
        Policies.AddIndex(ByNamespace, p => [p.Metadata.NamespaceProperty ?? ""]);
        subscriptions.Add(controller => controller.Watches(Policies, static p => TenantAt(p.Metadata.NamespaceProperty)));
        Child<V1ResourceQuota>(registry);
        Child<V1LimitRange>(registry);
        Child<V1ServiceAccount>(registry);
        Child<V1RoleBinding>(registry);
        Child<V1Service>(registry);
        Child<V1Ingress>(registry, options.SystemNamespace);
        Gateways = registry.Register(new InformerOptions<V1Pod>
        {
            Namespace = options.SystemNamespace,
            LabelSelector = $"{McpTenantNames.ComponentLabel}=gateway",
        });
    }

    /// <summary>All tenants.</summary>
    public SharedInformer<McpTenant> Tenants { get; }

    /// <summary>All export targets.</summary>
    public SharedInformer<McpExportTarget> Targets { get; }

    /// <summary>Records of deleted tenants.</summary>
    public SharedInformer<McpTenantTombstone> Tombstones { get; }

    /// <summary>All vault bindings.</summary>
    public SharedInformer<McpVaultBinding> Bindings { get; }

    /// <summary>Tenants' namespaces.</summary>
    public SharedInformer<V1Namespace> Namespaces { get; }

    /// <summary>Tenants' Deployments.</summary>
    public SharedInformer<V1Deployment> Deployments { get; }

    /// <summary>All network policies of the cluster: in a tenant's namespace those count most that are not ours.</summary>
    public SharedInformer<V1NetworkPolicy> Policies { get; }

    /// <summary>Tenants' ConfigMaps.</summary>
    public SharedInformer<V1ConfigMap> ConfigMaps { get; }

    /// <summary>Tenants' volumes.</summary>
    public SharedInformer<V1PersistentVolumeClaim> Claims { get; }

    /// <summary>The gateway's pods.</summary>
    public SharedInformer<V1Pod> Gateways { get; }

    /// <summary>Makes the controller look at a tenant whenever something of it changes.</summary>
    public void Feed(Controller controller)
    {
        // Also when the status changes: one that was wiped by hand has to be written again.
        controller.For(Tenants, static _ => true);
        subscriptions.ForEach(subscribe => subscribe(controller));

        // A tenant that leaves waits for its tombstone, and one that was refused its name for somebody else's.
        controller.Watches(Tombstones, Map.ToLabel<McpTenantTombstone>(McpTenantNames.TenantLabel));
    }

    /// <summary>Makes the controller look at a tombstone whenever something changes in what is left of its tenant.</summary>
    public void FeedTombstones(Controller controller)
    {
        controller.For(Tombstones);
        remains.ForEach(subscribe => subscribe(controller));
    }

    /// <summary>The tenant, or null.</summary>
    public McpTenant? Tenant(string name) => Tenants.Store.Get(new NamespacedName(name));

    /// <summary>
    /// What exists of a tenant. Only where our objects can be: a label on an object elsewhere must never make us touch it.
    /// </summary>
    public IReadOnlyDictionary<ObjectKey, IKubernetesObject<V1ObjectMeta>> ChildrenOf(string name, string uid)
    {
        var home = McpTenantNames.NamespaceOf(name);
        return children
            .SelectMany(find => find(name))
            .Where(o => o.GetLabel(McpTenantNames.TenantUidLabel) == uid)
            .Where(o => o switch
            {
                V1Namespace => o.Metadata.Name == home,
                V1Ingress => o.Metadata.NamespaceProperty == systemNamespace,
                _ => o.Metadata.NamespaceProperty == home,
            })
            .ToDictionary(KeyOf);
    }

    private static ObjectKey KeyOf(IKubernetesObject<V1ObjectMeta> live) =>
        new(Kinds.Of(live.GetType()), live.Metadata.NamespaceProperty, live.Metadata.Name!);

    /// <summary>Names of policies in a tenant's namespace that are not ours and open something.</summary>
    public IReadOnlyList<string> ForeignPoliciesOf(string name, string uid) =>
        ForeignPolicies.Opening(Policies.Store.ByIndex(ByNamespace, McpTenantNames.NamespaceOf(name)), uid);

    private static IEnumerable<NamespacedName> TenantAt(string? home) =>
        home?.StartsWith(McpTenantNames.TenantPrefix, StringComparison.Ordinal) == true ? [new NamespacedName(home[McpTenantNames.TenantPrefix.Length..])] : [];

    private SharedInformer<T> Child<T>(InformerRegistry registry, string? @namespace = null, string? selector = Ours)
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var informer = registry.Register(new InformerOptions<T> { Namespace = @namespace, LabelSelector = selector });

        // The selector said so already, where there is one.
        informer.AddIndex(ByTenant, o => o.GetLabel(McpTenantNames.ManagedByLabel) == McpTenantNames.ManagedBy && o.GetLabel(McpTenantNames.TenantLabel) is { } tenant ? [tenant] : []);
        children.Add(name => informer.Store.ByIndex(ByTenant, name));
        subscriptions.Add(controller => controller.Watches(informer, Map.ToLabel<T>(McpTenantNames.TenantLabel)));
        remains.Add(controller => controller.Watches(informer, o => IsRemains(o) ? [new NamespacedName(o.GetLabel(McpTenantNames.TenantUidLabel)!)] : []));
        return informer;
    }

    // Most objects are of tenants that live; only what has a tombstone concerns anybody here.
    private bool IsRemains(IKubernetesObject<V1ObjectMeta> o) =>
        o.GetLabel(McpTenantNames.TenantUidLabel) is { } uid && Tombstones.Store.Get(new NamespacedName(uid)) is { IsClosed: false };
}

using k8s;
using k8s.LeaderElection;
using k8s.LeaderElection.ResourceLock;
using KubeOps.KubernetesClient;
using Kubernetes.Runtime;
using Kubernetes.Runtime.Controllers;
using Kubernetes.Runtime.Events;
using McpTenants.Api;
using McpTenants.Operator.Certificates;
using McpTenants.Operator.Instances;
using McpTenants.Operator.Isolation;
using McpTenants.Operator.Jwks;
using McpTenants.Operator.Pipeline;
using McpTenants.Operator.Plan;
using McpTenants.Operator.Sleep;
using McpTenants.Operator.Status;
using McpTenants.Operator.Vaults;

namespace McpTenants.Operator.Hosting;

/// <summary>Wires the operator together.</summary>
internal static class OperatorServices
{
    /// <summary>Name of the Lease that the leader holds.</summary>
    public const string LeaseName = "mcp-operator";

    /// <summary>Adds everything that works on tenants.</summary>
    public static IServiceCollection AddTenantOperator(this IServiceCollection services, OperatorOptions options, PlatformPolicy platform)
    {
        KubernetesJson.AddResolver(ApiJsonContext.Default);
        services.AddSingleton(options).AddSingleton(platform).AddSingleton(options.Jwks).AddSingleton(options.Sleep).AddSingleton(options.Instances).AddSingleton(options.Deprovision);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(s => new KubernetesClient(Configuration(options), s.GetRequiredService<ILogger<KubernetesClient>>()));
        services.AddSingleton<IKubernetesClient>(s => new CountingClient(s.GetRequiredService<KubernetesClient>()));
        services.AddSingleton<IDiscoveryClient>(s => s.GetRequiredService<KubernetesClient>());
        services.AddOperatorRuntime();
        services.AddSingleton<TenantCaches>().AddSingleton<TenantMetrics>();
        services.AddCertificates().AddPipeline().AddJwks().AddVaults(options.Vaults).AddIsolation(options, () => Configuration(options)).AddDeprovision(options);
        services.AddSingleton<GatewayClient>();
        services.AddSingleton(s => new GatewayAddresses(s.GetRequiredService<TenantCaches>().Gateways, options.Sleep));
        services.AddSingleton(s => new SleepRound(
            s.GetRequiredService<GatewayAddresses>().List, s.GetRequiredService<GatewayClient>(), s.GetRequiredService<Scaler>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton<StartReports>().AddSingleton<SleepReconciler>();
        services.AddSingleton<InstanceClient>().AddSingleton<InstanceReports>().AddSingleton<InstanceReconciler>();
        services.AddControllers(options);
        if (options.MutualTls)
        {
            services.AddAuthority();
        }

        return options.LeaderElection ? services.AddLease(options) : services;
    }

    private static IServiceCollection AddCertificates(this IServiceCollection services) => services
        .AddSingleton(new CertificateLives()).AddSingleton<AuthoritySecret>().AddSingleton<CertificateAuthority>().AddSingleton<GatewayIdentity>().AddSingleton<OperatorIdentity>()
        .AddSingleton<TenantCertificates>().AddSingleton<PeerHttp>().AddSingleton<CertificateMetrics>();

    private static IServiceCollection AddPipeline(this IServiceCollection services)
    {
        services.AddSingleton(s => new EventRecorder(
            s.GetRequiredService<IKubernetesClient>(), time: s.GetRequiredService<TimeProvider>(), logger: s.GetRequiredService<ILogger<EventRecorder>>()));
        services.AddHostedService(s => s.GetRequiredService<EventRecorder>());
        services.AddSingleton(s => new TransitionEvents(s.GetRequiredService<EventRecorder>().Publish));
        return services
            .AddSingleton<Observer>().AddSingleton<TenantChecker>().AddSingleton<TenantPlanner>().AddSingleton<Applier>().AddSingleton<Scaler>()
            .AddSingleton<StatusWriter>().AddSingleton<TenantReconciler>().AddSingleton<SystemNamespace>().AddHostedService(s => s.GetRequiredService<SystemNamespace>());
    }

    private static IServiceCollection AddJwks(this IServiceCollection services)
    {
        services.AddSingleton<IssuerCache>().AddSingleton<CaBundles>().AddSingleton<IssuerClient>();
        return services.AddSingleton(s => new IssuerPoller(
            s.GetRequiredService<IssuerClient>(), s.GetRequiredService<IssuerCache>(), s.GetRequiredService<JwksOptions>(),
            s.GetRequiredService<TimeProvider>(), Random.Shared.NextDouble, s.GetRequiredService<ILogger<IssuerPoller>>()));
    }

    private static void AddControllers(this IServiceCollection services, OperatorOptions options)
    {
        services.AddSingleton(s => new TenantNews(key => s.GetRequiredKeyedService<Controller>("tenants").Queue.Add(key)));
        services.AddKeyedSingleton("tenants", (s, _) => Create(s, "tenants", s.GetRequiredService<TenantReconciler>().ReconcileAsync, options.Workers));
        services.AddController(s =>
        {
            var controller = s.GetRequiredKeyedService<Controller>("tenants");
            s.GetRequiredService<TenantCaches>().Feed(controller);
            return controller;
        });
        services.AddController(s =>
        {
            var caches = s.GetRequiredService<TenantCaches>();
            return Create(s, "sleep", s.GetRequiredService<SleepReconciler>().ReconcileAsync, options.Workers)
                .For(caches.Tenants, Predicates.Or(Predicates.ConfigurationChanged, Predicates.Changed<McpTenant>(t => (SecretSuspension.Applies(t, null), NetworkProof.Allows(t)))))
                .Watches(caches.Deployments, Map.ToLabel<k8s.Models.V1Deployment>(McpTenantNames.TenantLabel), Predicates.Changed<k8s.Models.V1Deployment>(d => d.Spec?.Replicas));
        });
        services.AddController(s => VaultServices.Feed(
            Create(s, "secrets", s.GetRequiredService<SecretsReconciler>().ReconcileAsync, options.Vaults.Workers), s.GetRequiredService<TenantCaches>()));
        services.AddController(s => IsolationServices.Feed(
            Create(s, "isolation", s.GetRequiredService<IsolationReconciler>().ReconcileAsync, options.Isolation.Concurrency), s.GetRequiredService<TenantCaches>()));
        services.AddController(s =>
        {
            var caches = s.GetRequiredService<TenantCaches>();
            return Create(s, "instances", s.GetRequiredService<InstanceReconciler>().ReconcileAsync, options.Workers)
                .For(caches.Tenants)
                .Watches(
                    caches.Deployments, Map.ToLabel<k8s.Models.V1Deployment>(McpTenantNames.TenantLabel), Predicates.Changed<k8s.Models.V1Deployment>(d => d.Status?.AvailableReplicas > 0));
        });
        services.AddController(s =>
        {
            var caches = s.GetRequiredService<TenantCaches>();
            var tenants = s.GetRequiredKeyedService<Controller>("tenants").Queue;
            var issuers = new IssuerReconciler(caches, s.GetRequiredService<CaBundles>(), s.GetRequiredService<IssuerPoller>(), key => tenants.Add(key));
            return Create(s, "issuers", issuers.ReconcileAsync, workers: 1).Watches(caches.Tenants, static _ => [IssuerReconciler.Key], Predicates.ConfigurationChanged);
        });
    }

    private static void AddAuthority(this IServiceCollection services) => services.AddController(s =>
    {
        // Observed from here on, which is when this process has something to say about them.
        _ = s.GetRequiredService<CertificateMetrics>();
        var (caches, tenants) = (s.GetRequiredService<TenantCaches>(), s.GetRequiredKeyedService<Controller>("tenants").Queue);
        var authority = new AuthorityReconciler(caches, s.GetRequiredService<CertificateAuthority>(), s.GetRequiredService<GatewayIdentity>(), key => tenants.Add(key));
        var controller = Create(s, "authority", authority.ReconcileAsync, workers: 1).Watches(caches.Gateways, static _ => [AuthorityReconciler.Key]);
        // Gateways wait for their certificate before there is any object to watch.
        controller.Queue.Add(AuthorityReconciler.Key);
        return controller;
    });

    private static Controller Create(
        IServiceProvider services, string name, Func<NamespacedName, CancellationToken, Task<ReconcileOutcome>> reconcile, int workers) =>
        new(name, reconcile, new ControllerOptions { Workers = workers }, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<Controller>>());

    private static IServiceCollection AddLease(this IServiceCollection services, OperatorOptions options) =>
        services.AddLeaderElection(s => new LeaderElectionConfig(new LeaseLock(
            s.GetRequiredService<IKubernetesClient>(), options.SystemNamespace, LeaseName, LeaderElectionConfig.NewIdentity(options.Identity))));

    private static KubernetesClientConfiguration Configuration(OperatorOptions options) =>
        options.Kubeconfig.Length > 0 || options.Context.Length > 0
            ? KubernetesClientConfiguration.BuildConfigFromConfigFile(
                options.Kubeconfig.Length > 0 ? options.Kubeconfig : null, options.Context.Length > 0 ? options.Context : null)
            : KubernetesClientConfiguration.BuildDefaultConfig();
}

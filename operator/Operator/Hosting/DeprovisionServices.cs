using KubeOps.KubernetesClient;
using Kubernetes.Runtime;
using Kubernetes.Runtime.Caching;
using Kubernetes.Runtime.Controllers;
using McpTenants.Api;
using McpTenants.Operator.Deprovision;
using McpTenants.Operator.Deprovision.Brakes;
using McpTenants.Operator.Deprovision.Certificates;
using McpTenants.Operator.Deprovision.Export;
using McpTenants.Operator.Deprovision.Restore;
using McpTenants.Operator.Deprovision.Tombstones;
using McpTenants.Operator.Deprovision.Verification;
using McpTenants.Operator.Jwks;
using McpTenants.Operator.Pipeline;
using McpTenants.Operator.Plan;

namespace McpTenants.Operator.Hosting;

/// <summary>Wires what happens to tenants that leave.</summary>
internal static class DeprovisionServices
{
    /// <summary>Adds removal, export, verification and certificates.</summary>
    public static IServiceCollection AddDeprovision(this IServiceCollection services, OperatorOptions options)
    {
        services.AddSingleton<Func<McpTenant, PlanInput>>(s =>
            tenant => s.GetRequiredService<TenantPlanner>().Input(Effective.Of(tenant, s.GetRequiredService<PlatformPolicy>()), TenantKeys.NotNeeded) with { MutualTls = options.MutualTls });
        services.AddSingleton<ExportJobs>().AddSingleton<ArchiveClient>().AddSingleton(new ArchiveStore(options.Deprovision.ArchiveRoot)).AddSingleton<Exporter>();
        services.AddSingleton<ResourceKinds>().AddSingleton<KindLister>().AddSingleton<Inventory>().AddSingleton<GatewayMemory>().AddSingleton<LeftoverScan>();
        services.AddSingleton(s => new ReferenceScan(s.GetRequiredService<IKubernetesClient>(), options.SystemNamespace));
        services.AddSingleton(s => new SigningKeys(s.GetRequiredService<IKubernetesClient>(), options.SystemNamespace)).AddSingleton<CertificateIssuer>();
        services.AddSingleton(s => new ServerClock(s.GetRequiredService<IKubernetesClient>(), options.SystemNamespace));
        services.AddSingleton(s => new TombstoneFactFinder(
            s.GetRequiredService<IKubernetesClient>(), s.GetRequiredService<Func<McpTenant, PlanInput>>(), options.SystemNamespace));
        services.AddSingleton<TombstoneWriter>().AddSingleton<TombstoneSteps>().AddSingleton<TombstoneReconciler>();
        services.AddSingleton<DeletionActors>().AddSingleton<Deprovisioner>().AddSingleton<Restorer>();
        services.AddSingleton<Definitions>().AddSingleton<OrphanReconciler>();
        services.AddController(s =>
        {
            var controller = Create(s, "tombstones", s.GetRequiredService<TombstoneReconciler>().ReconcileAsync, options.Workers);
            s.GetRequiredService<TenantCaches>().FeedTombstones(controller);
            return controller;
        });
        services.AddController(s =>
        {
            var caches = s.GetRequiredService<TenantCaches>();
            return Create(s, "orphans", s.GetRequiredService<OrphanReconciler>().ReconcileAsync, workers: 1)
                .For(caches.Namespaces)
                .Watches(caches.Tenants, static t => [new NamespacedName(McpTenantNames.NamespaceOf(t.Metadata.Name!))], static e => e.Type == InformerEventType.Deleted);
        });
        return services;
    }

    private static Controller Create(IServiceProvider services, string name, Func<NamespacedName, CancellationToken, Task<ReconcileOutcome>> reconcile, int workers) =>
        new(name, reconcile, new ControllerOptions { Workers = workers }, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<Controller>>());
}

using KubeOps.KubernetesClient;
using Kubernetes.Runtime.Controllers;
using McpTenants.Api;
using McpTenants.Operator.Deprovision;
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
            tenant => s.GetRequiredService<TenantPlanner>().Input(Effective.Of(tenant, s.GetRequiredService<PlatformPolicy>()), TenantKeys.NotNeeded));
        services.AddSingleton<ExportJobs>().AddSingleton<ArchiveClient>().AddSingleton(new ArchiveStore(options.Deprovision.ArchiveRoot)).AddSingleton<Exporter>();
        services.AddSingleton<ResourceKinds>().AddSingleton<KindLister>().AddSingleton<Inventory>().AddSingleton<GatewayMemory>().AddSingleton<LeftoverScan>();
        services.AddSingleton(s => new ReferenceScan(s.GetRequiredService<IKubernetesClient>(), options.SystemNamespace));
        services.AddSingleton(s => new SigningKeys(s.GetRequiredService<IKubernetesClient>(), options.SystemNamespace)).AddSingleton<CertificateIssuer>();
        services.AddSingleton(s => new ServerClock(s.GetRequiredService<IKubernetesClient>(), options.SystemNamespace));
        services.AddSingleton(s => new TombstoneFactFinder(
            s.GetRequiredService<IKubernetesClient>(), s.GetRequiredService<Func<McpTenant, PlanInput>>(), options.SystemNamespace));
        services.AddSingleton<TombstoneWriter>().AddSingleton<TombstoneSteps>().AddSingleton<TombstoneReconciler>();
        services.AddSingleton<DeletionActors>().AddSingleton<Deprovisioner>().AddSingleton<Restorer>();
        services.AddController(s =>
        {
            var controller = new Controller(
                "tombstones",
                s.GetRequiredService<TombstoneReconciler>().ReconcileAsync,
                new ControllerOptions { Workers = options.Workers },
                s.GetRequiredService<TimeProvider>(),
                s.GetRequiredService<ILogger<Controller>>());
            s.GetRequiredService<TenantCaches>().FeedTombstones(controller);
            return controller;
        });
        return services;
    }
}

using k8s;
using Kubernetes.Runtime.Controllers;
using KubeOps.KubernetesClient;
using McpTenants.Api;
using McpTenants.Operator.Hosting;
using McpTenants.Operator.Pipeline;
using McpTenants.Operator.Status;
using McpTenants.Operator.Vaults;

namespace McpTenants.Operator.Isolation;

/// <summary>Registers what probes tenants' networks.</summary>
internal static class IsolationServices
{
    /// <summary>Adds the parts; the controller is added by the host with the others.</summary>
    public static IServiceCollection AddIsolation(this IServiceCollection services, OperatorOptions options, Func<KubernetesClientConfiguration> configuration) => services
        .AddSingleton(options.Isolation)
        .AddSingleton<Dialer>()
        .AddSingleton(s => new SurroundingsReader(s.GetRequiredService<TenantCaches>(), s.GetRequiredService<IKubernetesClient>(), options, new Uri(configuration().Host)))
        .AddSingleton<Prober>()
        .AddSingleton<IsolationReports>()
        .AddSingleton<IsolationReconciler>();

    /// <summary>What brings a look at a tenant's network about.</summary>
    public static Controller Feed(Controller controller, TenantCaches caches) => controller.For(
        caches.Tenants,
        Predicates.Or(
            Predicates.ConfigurationChanged,
            Predicates.Changed<McpTenant>(t => (SecretsReconciler.IsGuarded(t), SecretSuspension.Applies(t, null), t.Status?.NetworkIsolation?.ProbedAt is null))));
}

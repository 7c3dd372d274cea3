using Kubernetes.Runtime;
using Kubernetes.Runtime.Controllers;
using McpTenants.Api;
using McpTenants.Operator.Pipeline;
using McpTenants.Operator.Vaults.Access;

namespace McpTenants.Operator.Vaults;

/// <summary>Registers what reads vaults.</summary>
internal static class VaultServices
{
    /// <summary>Adds the parts; the controller is added by the host with the others.</summary>
    public static IServiceCollection AddVaults(this IServiceCollection services, VaultOptions options) => services
        .AddSingleton(options)
        .AddSingleton<VaultHttp>()
        .AddSingleton<ServiceAccountTokens>()
        .AddSingleton<ClientCertificates>()
        .AddSingleton(s => new VaultClients(
            s.GetRequiredService<VaultHttp>(), s.GetRequiredService<ServiceAccountTokens>().MintAsync, s.GetRequiredService<ClientCertificates>().ReadAsync, options))
        .AddSingleton<VaultReader>()
        .AddSingleton(s => new VaultGates(options, s.GetRequiredService<TimeProvider>(), Random.Shared.NextDouble))
        .AddSingleton(s => new SecretsSync(
            s.GetRequiredService<VaultClients>(), s.GetRequiredService<VaultReader>(), s.GetRequiredService<VaultGates>(), options, s.GetRequiredService<TimeProvider>(), Random.Shared.NextDouble))
        .AddSingleton<VaultReports>()
        .AddSingleton<SecretsReconciler>();

    /// <summary>What brings a look at a tenant's secrets about.</summary>
    public static Controller Feed(Controller controller, TenantCaches caches) => controller
        .For(caches.Tenants, Predicates.Or(Predicates.ConfigurationChanged, Predicates.Changed<McpTenant>(t => SecretsReconciler.IsGuarded(t))))
        .Watches(caches.Bindings, binding => caches.Tenants.Store.List().Where(t => EffectiveVault.Of(t.Spec.Secrets)?.Binding == binding.Metadata.Name).Select(t => new NamespacedName(t.Metadata.Name!)));
}

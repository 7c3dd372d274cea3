using k8s.LeaderElection;
using Kubernetes.Runtime.Caching;
using Kubernetes.Runtime.Controllers;
using Kubernetes.Runtime.Hosting;
using KubeOps.KubernetesClient;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the runtime.</summary>
public static class OperatorRuntimeExtensions
{
    /// <summary>Tag of the health check that a readiness probe should ask for.</summary>
    public const string ReadyTag = "ready";

    /// <summary>Adds the informer registry, the host that starts and stops everything in order, and a readiness check. Needs an <see cref="IKubernetesClient"/>.</summary>
    /// <param name="services">Services.</param>
    /// <param name="configure">Changes the defaults.</param>
    public static IServiceCollection AddOperatorRuntime(this IServiceCollection services, Action<OperatorHostOptions>? configure = null)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<OperatorHostOptions>().Configure(options => configure?.Invoke(options));
        services.TryAddSingleton(provider => new InformerRegistry(
            provider.GetRequiredService<IKubernetesClient>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>()));
        services.TryAddSingleton<OperatorHost>();
        services.AddHostedService(provider => provider.GetRequiredService<OperatorHost>());
        services.AddHealthChecks().AddCheck<CacheHealthCheck>("caches", tags: [ReadyTag]);
        return services;
    }

    /// <summary>Adds a controller; its workers run while this process leads.</summary>
    /// <param name="services">Services.</param>
    /// <param name="create">Builds it, registering the informers that it needs.</param>
    public static IServiceCollection AddController(this IServiceCollection services, Func<IServiceProvider, Controller> create)
        => services.AddSingleton(create);

    /// <summary>Makes this process one of several of which one works.</summary>
    /// <param name="services">Services.</param>
    /// <param name="create">Lock and timing.</param>
    public static IServiceCollection AddLeaderElection(this IServiceCollection services, Func<IServiceProvider, LeaderElectionConfig> create)
        => services.AddSingleton(provider => new LeaderElector(
            create(provider), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<LeaderElector>>()));
}

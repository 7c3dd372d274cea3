using k8s;
using KubeOps.KubernetesClient;
using Kubernetes.Runtime.Caching;
using McpTenants.Api;
using McpTenants.Gateway.Admin;
using McpTenants.Gateway.Authentication;
using McpTenants.Gateway.Cluster;
using McpTenants.Gateway.Edge;
using McpTenants.Gateway.Forwarding;
using McpTenants.Gateway.Lifecycle;
using McpTenants.Gateway.Limits;
using McpTenants.Gateway.Routing;
using McpTenants.Gateway.Telemetry;
using Yarp.ReverseProxy.Forwarder;

namespace McpTenants.Gateway.Hosting;

/// <summary>Puts the parts together.</summary>
internal static class GatewayServices
{
    public static void Add(IServiceCollection services, GatewayOptions options, IKubernetesClient client, KeyFetcher fetchKeys, TimeProvider time)
    {
        // Without our types the first list of tenants cannot be read and the replica never becomes ready.
        KubernetesJson.AddResolver(ApiJsonContext.Default);
        services.AddHttpForwarder();
        services.AddSingleton(options);
        services.AddSingleton(client);
        services.AddSingleton(fetchKeys);
        services.AddSingleton(new MonotonicClock(time));
        services.AddSingleton<GatewayMetrics>();
        services.AddSingleton<Routes>();
        services.AddSingleton<Readiness>();
        services.AddSingleton<RateLimiter>();
        services.AddSingleton(new AdminToken(options.AdminTokenFile));
        services.AddSingleton(new OriginCheck(options.AllowedOrigins));
        services.AddSingleton(new RouteReader(options.BaseDomain, options.MaxRequestBytes, options.AllowAnonymous));
        services.AddSingleton(new SharedInformer<McpTenant>(client, time: time));
        services.AddSingleton(new WakeLimits
        {
            WaitingPerTenant = options.WaitingPerTenant,
            WaitingTotal = options.WaitingTotal,
            Deadline = options.WakeDeadline,
        });
        // One category for the whole program: its messages have event ids of their own.
        services.AddSingleton<ILogger>(p => p.GetRequiredService<ILoggerFactory>().CreateLogger("McpTenants.Gateway"));
        services.AddSingleton(p => new IssuerKeys(p.GetRequiredService<KeyFetcher>(), p.GetRequiredService<MonotonicClock>(), p.GetRequiredService<ILogger>()));
        services.AddSingleton(p => new RequestAuthenticator(p.GetRequiredService<IssuerKeys>(), p.GetRequiredService<GatewayMetrics>(), time, p.GetRequiredService<ILogger>()));
        services.AddSingleton(p => new InstanceForwarder(
            p.GetRequiredService<IHttpForwarder>(), options.ExternalScheme, options.AnswerSilence, p.GetRequiredService<ILogger>()));
        services.AddSingleton(p => new TenantDoors(Doors(p, options, client, time)));
        services.AddSingleton<TenantCall>();
        services.AddSingleton<GatewayEdge>();
        services.AddSingleton<AdminDoor>();
        services.AddHostedService<RouteFeed>();
    }

    private static DoorServices Doors(IServiceProvider provider, GatewayOptions options, IKubernetesClient client, TimeProvider time)
    {
        var limits = provider.GetRequiredService<WakeLimits>();
        return new DoorServices
        {
            Clock = provider.GetRequiredService<MonotonicClock>(),
            Timing = new WakeTiming(),
            Limits = limits,
            Dialer = new InstanceDialer(options.InstancePort, limits.ProbeTimeout, time),
            RaiseScale = new DeploymentScale(client).RaiseAsync,
            Pods = new TenantPods(client, time).FollowAsync,
            Metrics = provider.GetRequiredService<GatewayMetrics>(),
            Log = provider.GetRequiredService<ILogger>(),
        };
    }
}

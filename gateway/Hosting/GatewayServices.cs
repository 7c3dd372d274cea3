using System.Threading.RateLimiting;
using k8s;
using KubeOps.KubernetesClient;
using Kubernetes.Runtime.Caching;
using McpTenants.Api;
using McpTenants.Gateway.Admin;
using McpTenants.Gateway.Authentication;
using McpTenants.Gateway.Caching;
using McpTenants.Gateway.Cluster;
using McpTenants.Gateway.Edge;
using McpTenants.Gateway.Forwarding;
using McpTenants.Gateway.Lifecycle;
using McpTenants.Gateway.Routing;
using McpTenants.Gateway.Streams;
using McpTenants.Gateway.Telemetry;
using McpTenants.Gateway.Tls;
using Yarp.ReverseProxy.Forwarder;
using RateLimiter = McpTenants.Gateway.Limits.RateLimiter;

namespace McpTenants.Gateway.Hosting;

/// <summary>Puts the parts together.</summary>
internal static class GatewayServices
{
    public static void Add(IServiceCollection services, GatewayOptions options, IKubernetesClient client, KeyFetcher fetchKeys, TimeProvider time)
    {
        // Without our types the first list of tenants cannot be read and the replica never becomes ready.
        KubernetesJson.AddResolver(ApiJsonContext.Default);
        KubernetesJson.AddModifier(TenantProjection.SkipTheRest);
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
        services.AddSingleton(new RouteReader(GatewayPlatform.Read(options), options.MaxRequestBytes));
        services.AddSingleton(new SharedInformer<McpTenant>(client, new InformerOptions<McpTenant> { Transform = TenantProjection.Shrink }, time));
        services.AddSingleton(new WakeLimits
        {
            WaitingPerTenant = options.WaitingPerTenant,
            WaitingTotal = options.WaitingTotal,
            Deadline = options.WakeDeadline,
        });
        services.AddSingleton(new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = options.ConcurrentWakes,
            // Bounded by the requests that may be held: a tenant without any leaves the line.
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        }));
        // One category for the whole program: its messages have event ids of their own.
        services.AddSingleton<ILogger>(p => p.GetRequiredService<ILoggerFactory>().CreateLogger("McpTenants.Gateway"));
        services.AddSingleton(p => new IssuerKeys(p.GetRequiredService<KeyFetcher>(), p.GetRequiredService<MonotonicClock>(), p.GetRequiredService<ILogger>()));
        services.AddSingleton(p => new RequestAuthenticator(p.GetRequiredService<IssuerKeys>(), p.GetRequiredService<GatewayMetrics>(), time, p.GetRequiredService<ILogger>()));
        services.AddSingleton(p => new InstanceForwarder(
            p.GetRequiredService<IHttpForwarder>(), options.ExternalScheme, options.AnswerSilence, p.GetRequiredService<SilentAnswers>(), p.GetRequiredService<ILogger>()));
        services.AddSingleton(p => new InstanceDialer(
            options.InstancePort, p.GetRequiredService<WakeLimits>().ProbeTimeout, time, InstanceIdentity.Of(options, p.GetRequiredService<GatewayMetrics>(), p.GetRequiredService<ILogger>(), time)));
        services.AddSingleton(new TenantPods(client, time));
        AddStreams(services, options, time);
        services.AddSingleton(p => new TenantDoors(Doors(p, client)));
        services.AddSingleton<SilentAnswers>();
        services.AddSingleton<TenantCall>();
        services.AddSingleton<PublicAnswers>();
        services.AddSingleton<DiscoveryCall>();
        services.AddSingleton<StreamCall>();
        services.AddSingleton<GatewayEdge>();
        services.AddSingleton<AdminDoor>();
        services.AddSingleton(p => new CertificateStore(
            options.TlsPort is null ? null : options.TlsCertificates, p.GetRequiredService<GatewayMetrics>(), p.GetRequiredService<ILogger>()));
        services.AddHostedService<CertificateWatch>();
        services.AddHostedService<RouteFeed>();
    }

    private static void AddStreams(IServiceCollection services, GatewayOptions options, TimeProvider time)
    {
        services.AddSingleton<StreamSupport>();
        services.AddSingleton(new StreamLimits
        {
            PerTenant = options.StreamsPerTenant,
            IdleLifetime = options.StreamIdle,
            // The clients that are sent away last must still find somebody who answers.
            LeaveSpread = TimeSpan.FromSeconds(Math.Min(20, options.DrainTimeout.TotalSeconds / 2)),
        });
        services.AddSingleton(p => new PodFinder(
            p.GetRequiredService<TenantPods>().ListAsync, p.GetRequiredService<InstanceDialer>(), p.GetRequiredService<WakeLimits>().ApiTimeout, time, p.GetRequiredService<ILogger>()));
        services.AddSingleton(p => new StreamHub(
            p.GetRequiredService<StreamLimits>(),
            p.GetRequiredService<InstanceDialer>(),
            p.GetRequiredService<PodFinder>(),
            p.GetRequiredService<MonotonicClock>(),
            Random.Shared.NextDouble));
        services.AddSingleton(p => new StreamAttachment(
            p.GetRequiredService<StreamSupport>(),
            p.GetRequiredService<StreamLimits>(),
            p.GetRequiredService<MonotonicClock>(),
            options.ExternalScheme,
            p.GetRequiredService<ILogger>()));
        services.AddSingleton<StreamSession>();
    }

    private static DoorServices Doors(IServiceProvider provider, IKubernetesClient client) => new()
    {
        Clock = provider.GetRequiredService<MonotonicClock>(),
        Timing = new WakeTiming(),
        Limits = provider.GetRequiredService<WakeLimits>(),
        Dialer = provider.GetRequiredService<InstanceDialer>(),
        RaiseScale = new DeploymentScale(client).RaiseAsync,
        ReadScale = new DeploymentScale(client).ReadAsync,
        Pods = provider.GetRequiredService<TenantPods>().FollowAsync,
        LookAtWorkload = new WorkloadTrouble(client).FindAsync,
        Wakes = provider.GetRequiredService<ConcurrencyLimiter>(),
        Metrics = provider.GetRequiredService<GatewayMetrics>(),
        Log = provider.GetRequiredService<ILogger>(),
        Presence = provider.GetRequiredService<StreamHub>().Follow,
    };
}

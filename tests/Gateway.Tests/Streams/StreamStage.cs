using Gateway.Tests.Support;
using McpTenants.Api;
using McpTenants.Gateway.Hosting;
using McpTenants.Testing;

namespace Gateway.Tests.Streams;

/// <summary>A gateway whose clock the test moves, and a tenant with a server of its own that offers streams.</summary>
internal sealed class StreamStage : IAsyncDisposable
{
    public const string Image = "registry.example/own@sha256:0000000000000000000000000000000000000000000000000000000000000001";

    private StreamStage(GatewayUnderTest gateway, FakeInstance instance, StreamServer server, TestTenant tenant, ManualTimeProvider time)
    {
        Gateway = gateway;
        Instance = instance;
        Server = server;
        Tenant = tenant;
        Time = time;
    }

    public GatewayUnderTest Gateway { get; }

    public FakeInstance Instance { get; }

    public StreamServer Server { get; }

    public TestTenant Tenant { get; }

    public ManualTimeProvider Time { get; }

    public static async Task<StreamStage> StartAsync(Func<GatewayOptions, GatewayOptions>? options = null, Action<McpTenant>? tenant = null)
    {
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        var gateway = await GatewayUnderTest.StartAsync(options, time: time);
        var server = new StreamServer();
        var instance = await FakeInstance.StartAsync("uid-acme", server.HandleAsync);
        var acme = await gateway.AddServedTenantAsync("acme", instance, t =>
        {
            OwnImage(t);
            tenant?.Invoke(t);
        });
        return new StreamStage(gateway, instance, server, acme, time);
    }

    /// <summary>A tenant that brings its own server: nobody knows whether it has streams.</summary>
    public static void OwnImage(McpTenant tenant)
    {
        tenant.Spec.Instance = new InstanceSpec { Image = Image };
        tenant.Status!.Phase = TenantPhase.Asleep;
    }

    public Task<EventStream> GetAsync() => EventStream.OpenAsync(Gateway, EventStream.Get(Gateway, Tenant));

    public Task<EventStream> ListenAsync() => EventStream.OpenAsync(Gateway, EventStream.Listen(Gateway, Tenant));

    /// <summary>A call, which wakes.</summary>
    public async Task WakeAsync()
    {
        using var answer = await Gateway.SendAsync(Tenant);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public Task SleepAsync() => Gateway.SleepAsync(Tenant);

    /// <summary>Waits until this many streams are attached to the pod.</summary>
    public Task UntilAttachedAsync(int streams) => Gateway.UntilAsync(_ => Task.FromResult(Server.Open == streams));

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Instance.DisposeAsync();
    }
}

using System.Collections.Concurrent;
using System.Net;
using k8s.LeaderElection;
using k8s.LeaderElection.ResourceLock;
using k8s.Models;
using Kubernetes.Runtime.Caching;
using Kubernetes.Runtime.Controllers;
using Kubernetes.Runtime.Hosting;
using Kubernetes.Tests.Runtime.Caching;
using Kubernetes.Tests.Runtime.Fakes;
using KubeOps.KubernetesClient;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kubernetes.Tests.Runtime.Hosting;

public sealed class OperatorHostTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private readonly ConcurrentQueue<string> _order = new();
    private readonly TaskCompletionSource _reconciled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Point50_Life_StartsInOrderAndStopsInReverse()
    {
        using var api = new FakeApi();
        api.Put(InformerFixture.Item("a"));
        api.BeforePage = _ => _order.Enqueue("caches");
        await using var app = Build(api);
        await app.StartAsync(TestContext.Current.CancellationToken);
        await _reconciled.Task.WaitAsync(s_patience);
        var elector = app.Services.GetRequiredService<LeaderElector>();
        elector.OnStoppedLeading += () => _order.Enqueue("lease released");
        (await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status.ShouldBe(HealthStatus.Healthy);
        await app.StopAsync(TestContext.Current.CancellationToken);

        _order.ShouldBe(["http", "caches", "leader", "worker", "lease released", "http stopped"]);
        api.All<V1Lease>()[0].Spec!.HolderIdentity.ShouldBe("");
    }

    [Fact]
    public async Task Point49_NonLeader_IsReadyButDoesNotWork()
    {
        using var api = new FakeApi();
        api.Put(InformerFixture.Item("a"));
        api.Put(new V1Lease
        {
            Metadata = new V1ObjectMeta { Name = "lease", NamespaceProperty = "ns" },
            Spec = new V1LeaseSpec { HolderIdentity = "other", LeaseDurationSeconds = 60, RenewTime = DateTime.UnixEpoch },
        });
        await using var app = Build(api);
        await app.StartAsync(TestContext.Current.CancellationToken);
        await app.Services.GetRequiredService<InformerRegistry>().WaitForSyncAsync(TestContext.Current.CancellationToken);
        var host = app.Services.GetRequiredService<OperatorHost>();
        host.IsReady.ShouldBeTrue();
        host.IsLeader.ShouldBeFalse();
        await app.StopAsync(TestContext.Current.CancellationToken);
        _reconciled.Task.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Point50_UnfilledCache_IsNotReady()
    {
        using var api = new FakeApi();
        for (var i = 0; i < 100; i++)
            api.ListFaults.Enqueue(FakeApi.Error(HttpStatusCode.Forbidden, "Forbidden"));
        await using var app = Build(api);
        await app.StartAsync(TestContext.Current.CancellationToken);
        (await app.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status.ShouldBe(HealthStatus.Unhealthy);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Point48_LostLease_EndsTheProcess()
    {
        using var api = new FakeApi();
        api.Put(InformerFixture.Item("a"));
        await using var app = Build(api);
        await app.StartAsync(TestContext.Current.CancellationToken);
        await _reconciled.Task.WaitAsync(s_patience);
        var stopping = new TaskCompletionSource();
        app.Lifetime.ApplicationStopping.Register(stopping.SetResult);
        var lease = api.All<V1Lease>()[0];
        api.Put(lease with { Spec = lease.Spec! with { HolderIdentity = "thief" }, Metadata = lease.Metadata with { } });
        await stopping.Task.WaitAsync(s_patience);
        Environment.ExitCode.ShouldBe(1);
        Environment.ExitCode = 0;
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    private WebApplication Build(FakeApi api)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton<IServer>(new RecordingServer(_order));
        builder.Services.AddSingleton<IKubernetesClient>(api);
        builder.Services.AddOperatorRuntime();
        builder.Services.AddLeaderElection(_ => new LeaderElectionConfig(new LeaseLock(api, "ns", "lease", "me"))
        {
            LeaseDuration = TimeSpan.FromSeconds(3),
            RenewDeadline = TimeSpan.FromSeconds(2),
            RetryPeriod = TimeSpan.FromSeconds(0.1),
        });
        builder.Services.AddController(services => new Controller("c", (_, _) =>
        {
            _order.Enqueue("leader");
            _order.Enqueue("worker");
            _reconciled.TrySetResult();
            return Task.FromResult(ReconcileOutcome.Success);
        }).For(services.GetRequiredService<InformerRegistry>().Register<V1ConfigMap>()));
        return builder.Build();
    }

    private sealed class RecordingServer(ConcurrentQueue<string> order) : IServer
    {
        public IFeatureCollection Features { get; } = new FeatureCollection();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull
        {
            order.Enqueue("http");
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            order.Enqueue("http stopped");
            return Task.CompletedTask;
        }

        public void Dispose()
        {
        }
    }
}

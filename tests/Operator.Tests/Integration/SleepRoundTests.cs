using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;
using McpTenants.Operator.Pipeline;
using McpTenants.Operator.Sleep;
using McpTenants.Testing;
using Operator.Tests.Integration.Support;

namespace Operator.Tests.Integration;

/// <summary>One attempt to put a tenant to sleep, with gateways over real HTTP, a real scale, and a connection to it that loses answers.</summary>
[Trait("Tier", "Integration")]
public sealed class SleepRoundTests : IAsyncLifetime
{
    private const string Uid = "uid-of-the-tenant";

    private readonly string home = $"sleep-round-{Guid.NewGuid():N}"[..20];
    private readonly string tokenFile = Path.GetTempFileName();
    private readonly ManualTimeProvider time = new();
    private KubernetesClient cluster = null!;
    private FakeGateway one = null!;
    private FakeGateway two = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        cluster = new KubernetesClient(KubernetesClientConfiguration.BuildConfigFromConfigFile(await TestCluster.GetAsync(Tier.Integration)));
        await cluster.CreateAsync(new V1Namespace { Metadata = new() { Name = home } }, ct: Ct);
        await cluster.CreateAsync(AwakeInstance(), ct: Ct);
        // From then on the controller leaves it alone: no other writer changes its resourceVersion under a test.
        await Until.TrueAsync(
            async () => (await cluster.GetAsync<V1Deployment>(McpTenantNames.Instance, home, Ct))?.Status?.ObservedGeneration > 0, "The controller has not seen the Deployment.");
        await File.WriteAllTextAsync(tokenFile, FakeGateway.Token, Ct);
        (one, two) = (await FakeGateway.StartAsync(), await FakeGateway.StartAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await one.DisposeAsync();
        await two.DisposeAsync();
        File.Delete(tokenFile);
        await cluster.DeleteAsync<V1Namespace>(home);
        cluster.Dispose();
    }

    [Fact]
    public async Task EverybodyConsents_TheScaleIsWritten_AndAllAreTold()
    {
        (await TryAsync((_, write) => write())).ShouldBe(true);

        (await ReplicasAsync()).ShouldBe(0);
        Told().ShouldBe([["drain", "asleep"], ["drain", "asleep"]]);
    }

    [Fact]
    public async Task WriteWhoseAnswerIsLost_NobodyIsToldThatThePodStays()
    {
        (await TryAsync(async (_, write) =>
        {
            await write();
            throw new IOException("The answer was lost.");
        })).ShouldBe(null);

        // It did happen: a gateway that went on would forward to a pod that is being taken away.
        (await ReplicasAsync()).ShouldBe(0);
        Told().ShouldBe([["drain"], ["drain"]]);
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    [InlineData(HttpStatusCode.RequestTimeout)]
    public async Task WriteThatTheServerGaveUpOn_IsInDoubtToo(HttpStatusCode answer)
    {
        (await TryAsync((_, _) => throw Answer(answer))).ShouldBe(null);

        Told().ShouldBe([["drain"], ["drain"]]);
    }

    [Theory]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.UnprocessableEntity)]
    public async Task WriteThatIsRefused_AllGoOnAtOnce(HttpStatusCode answer)
    {
        (await TryAsync((_, _) => throw Answer(answer))).ShouldBe(null);

        (await ReplicasAsync()).ShouldBe(1);
        Told().ShouldBe([["drain", "abort"], ["drain", "abort"]]);
    }

    [Fact]
    public async Task OperatorThatIsStoppedAfterItsWrite_StillSaysSo()
    {
        using var stop = new CancellationTokenSource();

        (await TryAsync(
            async (_, write) =>
            {
                await write();
                await stop.CancelAsync();
            },
            stop.Token)).ShouldBe(true);

        Told().ShouldBe([["drain", "asleep"], ["drain", "asleep"]]);
    }

    [Fact]
    public async Task ConsentsThatComeTooLate_AreNotUsed()
    {
        two.Behave(Uid, new()
        {
            BeforeAgreeing = () =>
            {
                time.Advance(SleepProtocol.ConsentLease - SleepProtocol.WriteMargin);
                return Task.CompletedTask;
            },
        });

        (await TryAsync((_, write) => write())).ShouldBe(false);

        (await ReplicasAsync()).ShouldBe(1);
        Told().ShouldBe([["drain", "abort"], ["drain", "abort"]]);
    }

    [Fact]
    public async Task WriteThatIsUnderWayWhenTheConsentsAreAboutToEnd_IsGivenUp_AndNobodyIsToldThatThePodStays()
    {
        two.Behave(Uid, new()
        {
            BeforeAgreeing = () =>
            {
                time.Advance(TimeSpan.FromSeconds(1.5));
                return Task.CompletedTask;
            },
        });

        (await TryAsync((_, write) =>
        {
            time.Advance(SleepProtocol.ConsentLease - SleepProtocol.WriteMargin - TimeSpan.FromSeconds(1.5));
            return write();
        })).ShouldBe(null);

        (await ReplicasAsync()).ShouldBe(1);
        Told().ShouldBe([["drain"], ["drain"]]);
    }

    /// <summary>Null: it threw, as it does when it cannot go on.</summary>
    private async Task<bool?> TryAsync(Func<string, Func<Task>, Task> onWrite, CancellationToken stop = default)
    {
        Uri[] addresses = [one.Address, two.Address];
        using var gateways = new GatewayClient(new SleepOptions { TokenFile = tokenFile, GatewayTimeout = TimeSpan.FromSeconds(30) });
        using var faulty = new FaultyClient(cluster, onWrite);
        try
        {
            return await new SleepRound(() => addresses, gateways, new Scaler(faulty), time).TryAsync(home, Uid, addresses, stop);
        }
        catch (Exception e) when (e is IOException or HttpOperationException or TimeoutException)
        {
            return null;
        }
    }

    private IReadOnlyList<IReadOnlyList<string>> Told() => [one.Told(Uid), two.Told(Uid)];

    private async Task<int> ReplicasAsync() => (await cluster.GetAsync<V1Deployment>(McpTenantNames.Instance, home, Ct))?.Spec?.Replicas ?? -1;

    private static HttpOperationException Answer(HttpStatusCode code) => new($"{(int)code}") { Response = new HttpResponseMessageWrapper(code, "") };

    private V1Deployment AwakeInstance() => new()
    {
        Metadata = new() { Name = McpTenantNames.Instance, NamespaceProperty = home },
        Spec = new()
        {
            Replicas = 1,
            Paused = true,
            Selector = new() { MatchLabels = new Dictionary<string, string> { ["app"] = "instance" } },
            Template = new()
            {
                Metadata = new() { Labels = new Dictionary<string, string> { ["app"] = "instance" } },
                Spec = new() { Containers = [new() { Name = "instance", Image = "registry.test/none:1" }] },
            },
        },
    };
}

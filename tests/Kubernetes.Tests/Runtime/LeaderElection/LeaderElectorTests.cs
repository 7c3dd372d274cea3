using System.Net;
using k8s.LeaderElection;
using k8s.LeaderElection.ResourceLock;
using k8s.Models;
using Kubernetes.Tests.Runtime.Fakes;
using McpTenants.Testing;

namespace Kubernetes.Tests.Runtime.LeaderElection;

public sealed class LeaderElectorTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private readonly FakeApi _api = new();
    private readonly ManualTimeProvider _time = new();
    private readonly CancellationTokenSource _stop = new();

    public void Dispose()
    {
        _stop.Dispose();
        _api.Dispose();
    }

    [Theory]
    [InlineData(10, 10, 2, "LeaseDuration")]
    [InlineData(15, 2, 2, "RenewDeadline")]
    [InlineData(15, 10, 0, "RetryPeriod")]
    public void Point46_Timing_IsValidated(int lease, int renew, int retry, string named)
    {
        var config = Config("me");
        config.LeaseDuration = TimeSpan.FromSeconds(lease);
        config.RenewDeadline = TimeSpan.FromSeconds(renew);
        config.RetryPeriod = TimeSpan.FromSeconds(retry);
        Should.Throw<ArgumentException>(() => new LeaderElector(config)).Message.ShouldContain(named);
    }

    [Fact]
    public void Point46_ForeignLease_IsFreeOnlyAfterItsOwnDurationOnOurClock()
    {
        // The holder's clock is years off, and its lease is longer than ours: neither may matter.
        var foreign = new LeaderElectionRecord { HolderIdentity = "other", LeaseDurationSeconds = 60, RenewTime = new DateTime(1999, 1, 1, 0, 0, 0, DateTimeKind.Utc) };
        var seen = ObservedLease.Nothing.See(foreign, _time.GetTimestamp());
        _time.Advance(TimeSpan.FromSeconds(59));
        seen.See(foreign, _time.GetTimestamp()).IsFree(_time, _time.GetTimestamp()).ShouldBeFalse();
        var renewed = seen.See(foreign with { RenewTime = new DateTime(1999, 1, 2, 0, 0, 0, DateTimeKind.Utc) }, _time.GetTimestamp());
        _time.Advance(TimeSpan.FromSeconds(1));
        seen.IsFree(_time, _time.GetTimestamp()).ShouldBeTrue();
        renewed.IsFree(_time, _time.GetTimestamp()).ShouldBeFalse("a renewal starts the wait again");
    }

    [Fact]
    public void Point47_Identity_IsReadableAndDiffersAfterEveryRestart()
    {
        var identity = LeaderElectionConfig.NewIdentity("operator-0");
        identity.ShouldStartWith("operator-0_");
        LeaderElectionConfig.NewIdentity("operator-0").ShouldNotBe(identity);
    }

    [Fact]
    public async Task Point47_RenewError_IsRetriedUntilTheDeadlineOnly()
    {
        var elector = Elector("me");
        var lost = new TaskCompletionSource();
        var running = elector.RunAsync(async token =>
        {
            using (token.Register(lost.SetResult))
                await Task.Delay(Timeout.InfiniteTimeSpan, _time, token);
        }, _stop.Token);
        elector.IsLeader().ShouldBeTrue();

        for (var i = 0; i < 100; i++)
            _api.CallFaults.Enqueue(new HttpRequestException("refused"));
        for (var i = 1; i < 5; i++)
            await TickAsync();
        elector.IsLeader().ShouldBeTrue("8 s without renewal");
        _time.Advance(TimeSpan.FromSeconds(2));

        elector.IsLeader().ShouldBeFalse();
        await lost.Task.WaitAsync(s_patience);
        await Should.ThrowAsync<LeadershipLostException>(running.WaitAsync(s_patience));
    }

    [Fact]
    public async Task Point47_RecoveredRenewal_KeepsTheLease()
    {
        var elector = Elector("me");
        var running = elector.RunUntilLeadershipLostAsync(_stop.Token);
        for (var i = 0; i < 3; i++)
            _api.CallFaults.Enqueue(FakeApi.Error(HttpStatusCode.ServiceUnavailable, "ServiceUnavailable"));
        for (var i = 0; i < 30; i++)
            await TickAsync();
        elector.IsLeader().ShouldBeTrue();
        await _stop.CancelAsync();
        await running.WaitAsync(s_patience);
    }

    [Fact]
    public async Task Point48_SomebodyElseInTheLease_CancelsTheWorkAtOnce()
    {
        var elector = Elector("me");
        var running = elector.RunAsync(token => Task.Delay(Timeout.InfiniteTimeSpan, _time, token), _stop.Token);
        var lease = _api.All<V1Lease>().ShouldHaveSingleItem();
        _api.Put(lease with { Spec = lease.Spec! with { HolderIdentity = "thief" }, Metadata = lease.Metadata with { } });

        await TickAsync();
        await Should.ThrowAsync<LeadershipLostException>(running.WaitAsync(s_patience));
        _api.All<V1Lease>()[0].Spec!.HolderIdentity.ShouldBe("thief", "a lost lease is not written to");
        elector.GetLeader().ShouldBe("thief");
    }

    [Fact]
    public async Task Point48_Shutdown_EndsTheWorkFirstAndThenReleases()
    {
        var elector = Elector("me");
        var holderAtEnd = "";
        var running = elector.RunAsync(async token =>
        {
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, _time, token);
            }
            finally
            {
                holderAtEnd = _api.All<V1Lease>()[0].Spec!.HolderIdentity;
            }
        }, _stop.Token);

        await _stop.CancelAsync();
        await running.WaitAsync(s_patience);
        holderAtEnd.ShouldBe("me");
        var spec = _api.All<V1Lease>()[0].Spec!;
        spec.HolderIdentity.ShouldBe("");
        spec.LeaseDurationSeconds.ShouldBe(1);

        using var next = new CancellationTokenSource();
        var successor = Elector("next");
        var leading = successor.RunUntilLeadershipLostAsync(next.Token);
        successor.IsLeader().ShouldBeTrue("a released lease is taken without waiting");
        await next.CancelAsync();
        await leading.WaitAsync(s_patience);
    }

    [Fact]
    public async Task Point46_SecondContender_TakesOverOnlyAfterTheFirstStopped()
    {
        var cut = new CuttableLock(Lock("first"));
        var first = new LeaderElector(new LeaderElectionConfig(cut), _time, randomness: () => 0);
        using var crash = new CancellationTokenSource();
        var working = first.RunAsync(token => Task.Delay(Timeout.InfiniteTimeSpan, _time, token), crash.Token);
        var second = Elector("second");
        var waiting = second.RunUntilLeadershipLostAsync(_stop.Token);
        second.IsLeader().ShouldBeFalse();
        second.GetLeader().ShouldBe("first");

        // The first loses its connection but not its clock; the second still reaches the server.
        var lease = _api.All<V1Lease>()[0].Metadata.ResourceVersion;
        cut.IsCut = true;
        var overlap = false;
        for (var i = 0; i < 60 && !second.IsLeader(); i++)
        {
            _time.Advance(TimeSpan.FromSeconds(0.5));
            await Task.Yield();
            overlap |= first.IsLeader() && second.IsLeader();
        }

        overlap.ShouldBeFalse();
        second.IsLeader().ShouldBeTrue();
        _api.All<V1Lease>()[0].Metadata.ResourceVersion.ShouldNotBe(lease);
        await Should.ThrowAsync<LeadershipLostException>(working.WaitAsync(s_patience));
        await _stop.CancelAsync();
        await waiting.WaitAsync(s_patience);
    }

    private async Task TickAsync()
    {
        await _time.WaitForTimerAsync(due => due <= TimeSpan.FromSeconds(2)).WaitAsync(s_patience);
        _time.Advance(TimeSpan.FromSeconds(2));
    }

    private LeaseLock Lock(string identity) => new(_api, "ns", "lease", identity);

    private LeaderElectionConfig Config(string identity) => new(Lock(identity));

    private LeaderElector Elector(string identity) => new(Config(identity), _time, randomness: () => 0);
}

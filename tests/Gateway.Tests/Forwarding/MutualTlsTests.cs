using System.Net;
using Gateway.Tests.Support;
using Instance.Tests.Support;
using McpTenants.Authorization.Peers;
using McpTenants.Gateway.Forwarding;
using McpTenants.Gateway.Lifecycle;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Forwarding;

/// <summary>Connections to pods that prove who they are, over real sockets.</summary>
public sealed class MutualTlsTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly PeerFolder _folder = new();
    private readonly SteppedClock _clock = new(Start);
    private readonly PeerAuthority _authority = PeerAuthority.Create(Start.AddDays(-1), Start.AddDays(90));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Pod_ThatProvesToBeTheTenants_IsReached()
    {
        await using var instance = await PodAsync("acme", "acme");

        await using var stream = await Dialer().ConnectAsync(Pod(instance), "acme", mustBeReady: true, Ct);

        instance.Questions.ShouldBe(1);
    }

    [Fact(Timeout = 60_000)]
    public async Task Pod_ThatSaysTheRightNameWithoutItsProof_GetsNoByte()
    {
        // The hostile server of ADR 11: it knows the UID, holds the port, and has another tenant's certificate.
        await using var instance = await PodAsync("globex", says: "acme");

        (await Should.ThrowAsync<InstanceUnreachableException>(() => Dialer().ConnectAsync(Pod(instance), "acme", mustBeReady: false, Ct))).Message.ShouldContain("prove");

        (instance.Questions, instance.Calls).ShouldBe((0, 0));
    }

    [Fact(Timeout = 60_000)]
    public async Task Pod_ThatAnswersPlainly_GetsNoByteOfARequest()
    {
        await using var instance = await FakeInstance.StartAsync("acme");

        await Should.ThrowAsync<InstanceUnreachableException>(() => Dialer().ConnectAsync(Pod(instance), "acme", mustBeReady: false, Ct));

        (instance.Questions, instance.Calls).ShouldBe((0, 0));
    }

    [Fact(Timeout = 60_000)]
    public async Task Gateway_WithoutACertificate_ReachesNoPodThatDemandsOne()
    {
        await using var instance = await PodAsync("acme", "acme");
        var dialer = new InstanceDialer(FakeInstance.Port, TimeSpan.FromSeconds(30), _clock);

        (await Should.ThrowAsync<InstanceUnreachableException>(() => dialer.ConnectAsync(Pod(instance), "acme", mustBeReady: false, Ct))).Message.ShouldContain("no certificate");
    }

    [Fact(Timeout = 60_000)]
    public async Task Call_OfASleepingTenant_GoesOverTheConnectionOfTheProbe()
    {
        // Issued for now: this gateway's clock is everybody's.
        var now = TimeProvider.System.GetUtcNow();
        var authority = PeerAuthority.Create(now.AddDays(-1), now.AddDays(90));
        _folder.Put(authority.IssueClient(PeerNames.Gateway, now.AddDays(-1), now.AddDays(30)), authority);
        var server = Identity(authority.IssueTenant("uid-acme", now.AddDays(-1), now.AddDays(30)), authority);
        await using var instance = await FakeInstance.StartAsync("uid-acme", tls: () => PeerTls.Server(server, required: true, name => name == PeerNames.Gateway, now));
        await using var gateway = await GatewayUnderTest.StartAsync(o => o with { InstanceIdentity = _folder.Folder });
        var acme = await gateway.AddServedTenantAsync("acme", instance);
        acme.MutualTls = true;

        using var answer = await gateway.SendAsync(acme);

        (await answer.Content.ReadAsStringAsync(Ct)).ShouldBe("from uid-acme");
        (instance.Questions, instance.Calls).ShouldBe((1, 1));
    }

    /// <summary>Four callers without pause, each call on a connection of its own, while certificates end and one authority takes over from another.</summary>
    [Fact(Timeout = 120_000)]
    public async Task Rotation_OfCertificatesAndAuthorityUnderCalls_FailsNone()
    {
        var next = PeerAuthority.Create(Start.AddDays(-1), Start.AddDays(400));
        var served = Identity(_authority.IssueTenant("acme", Start, Start.AddDays(30)), _authority);
        _folder.Put(_authority.IssueClient(PeerNames.Gateway, Start, Start.AddDays(30)), _authority);
        await using var instance = await FakeInstance.StartAsync(
            "acme",
            c =>
            {
                c.Response.Headers.Connection = "close";
                return c.Response.WriteAsync("ok");
            },
            tls: () => PeerTls.Server(Volatile.Read(ref served), required: true, name => name == PeerNames.Gateway, _clock.GetUtcNow()));
        var loads = 0;
        using var channel = new InstanceChannel(
            new InstanceDialer(FakeInstance.Port, TimeSpan.FromSeconds(60), _clock, new PeerIdentityFiles(_folder.Folder, _clock, (_, _) => Interlocked.Increment(ref loads))),
            "acme",
            Pod(instance),
            probed: null);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var callers = Enumerable.Range(0, 4).Select(_ => CallAsync(channel, stop.Token)).ToArray();
        await instance.UntilAsync(i => i.Calls > 100);

        // Always first whoever has to trust, then whoever has to be trusted; and time goes on until nothing of before is valid any more.
        await RotateAsync(_authority, [_authority]);
        await RotateAsync(_authority, [_authority, next]);
        await RotateAsync(next, [_authority, next]);
        await RotateAsync(next, [next]);

        await stop.CancelAsync();
        var counts = await Task.WhenAll(callers);
        counts.Sum().ShouldBeGreaterThan(400);
        _clock.GetUtcNow().ShouldBeGreaterThan(Start.AddDays(90), "the first authority has ended");
        loads.ShouldBe(5);

        async Task RotateAsync(PeerAuthority signer, PeerAuthority[] trusted)
        {
            _clock.Step(TimeSpan.FromDays(25));
            var now = _clock.GetUtcNow();
            Volatile.Write(ref served, Identity(signer.IssueTenant("acme", Start.AddHours(-1), now.AddDays(30)), trusted));
            var before = Volatile.Read(ref loads);
            _folder.Put(signer.IssueClient(PeerNames.Gateway, Start.AddHours(-1), now.AddDays(30)), trusted);
            await instance.UntilAsync(_ => Volatile.Read(ref loads) > before);
            var calls = instance.Calls;
            await instance.UntilAsync(i => i.Calls > calls + 100);
        }
    }

    private static async Task<int> CallAsync(InstanceChannel channel, CancellationToken stop)
    {
        var calls = 0;
        while (!stop.IsCancellationRequested)
        {
            using var answer = await channel.Invoker.SendAsync(new HttpRequestMessage(HttpMethod.Post, channel.Prefix + "/mcp"), CancellationToken.None);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            calls++;
        }

        return calls;
    }

    private static PeerIdentity Identity(PeerCertificatePair own, params PeerAuthority[] trusted) =>
        PeerIdentity.FromPem(own.Certificate, own.Key, string.Concat(trusted.Select(t => t.Certificate)));

    private static InstancePod Pod(FakeInstance instance) => new("pod-1", instance.Address, MutualTls: true);

    private Task<FakeInstance> PodAsync(string proves, string says)
    {
        var identity = Identity(_authority.IssueTenant(proves, Start.AddHours(-1), Start.AddDays(30)), _authority);
        return FakeInstance.StartAsync(says, tls: () => PeerTls.Server(identity, required: true, name => name == PeerNames.Gateway, _clock.GetUtcNow()));
    }

    private InstanceDialer Dialer()
    {
        _folder.Put(_authority.IssueClient(PeerNames.Gateway, Start.AddHours(-1), Start.AddDays(30)), _authority);
        return new InstanceDialer(FakeInstance.Port, TimeSpan.FromSeconds(30), _clock, new PeerIdentityFiles(_folder.Folder, _clock));
    }
}

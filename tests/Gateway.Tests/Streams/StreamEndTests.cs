using System.Globalization;
using System.Net;
using Gateway.Tests.Support;

namespace Gateway.Tests.Streams;

public sealed class StreamEndTests
{
    [Fact(Timeout = 60_000)]
    public async Task SilentStreams_GetACommentEvery15Seconds_FromOneTimer()
    {
        await using var stage = await StreamStage.StartAsync();
        var timers = stage.Time.ArmedTimers;
        var streams = new List<EventStream>();
        for (var i = 0; i < 20; i++)
            streams.Add(await stage.GetAsync());

        foreach (var stream in streams)
            (await stream.NextAsync()).ShouldBe(": keepalive");
        stage.Time.ArmedTimers.ShouldBe(timers);
        for (var i = 0; i < 3; i++)
        {
            stage.Time.Advance(TimeSpan.FromSeconds(15));
            foreach (var stream in streams)
                (await stream.NextAsync()).ShouldBe(": keepalive");
        }

        foreach (var stream in streams)
            await stream.DisposeAsync();
    }

    [Fact(Timeout = 60_000)]
    public async Task AttachedStream_ThatIsSilent_GetsCommentsToo()
    {
        await using var stage = await StreamStage.StartAsync();
        await stage.WakeAsync();
        await using var stream = await stage.GetAsync();
        await stage.UntilAttachedAsync(1);

        stage.Time.Advance(TimeSpan.FromSeconds(15));

        (await stream.NextAsync()).ShouldBe(": keepalive");
    }

    [Fact(Timeout = 60_000)]
    public async Task StreamWithoutEvents_EndsAfterItsLifetimeAndSaysWhenToComeBack()
    {
        await using var stage = await StreamStage.StartAsync(o => o with { StreamIdle = TimeSpan.FromMinutes(2) });
        await using var stream = await stage.GetAsync();

        stage.Time.Advance(TimeSpan.FromMinutes(2));

        RetryOf(await stream.NextEventAsync()).ShouldBeInRange(1000, 5000);
        (await stream.NextAsync()).ShouldBeNull();
        stage.Gateway.Metrics.StreamEnds.Of("idle").ShouldBe(1);
    }

    [Fact(Timeout = 60_000)]
    public async Task Stream_DoesNotOutliveItsToken()
    {
        await using var stage = await StreamStage.StartAsync();
        await using var brief = await EventStream.OpenAsync(
            stage.Gateway, EventStream.Get(stage.Gateway, stage.Tenant, stage.Gateway.Issuer.Token(stage.Tenant.Audience, lifetimeSeconds: 60)));
        await using var lasting = await stage.GetAsync();

        stage.Time.Advance(TimeSpan.FromSeconds(62));

        RetryOf(await brief.NextEventAsync()).ShouldBePositive();
        (await brief.NextAsync()).ShouldBeNull();
        await stage.Gateway.UntilAsync(g => Task.FromResult(g.Streams.Open == 1));
    }

    [Fact(Timeout = 60_000)]
    public async Task StreamsBeyondTheLimit_AreRefused()
    {
        await using var stage = await StreamStage.StartAsync(o => o with { StreamsPerTenant = 2 });
        await using var one = await stage.GetAsync();
        var two = await stage.GetAsync();

        await using (var refused = await stage.GetAsync())
        {
            refused.Status.ShouldBe(HttpStatusCode.TooManyRequests);
            refused.Response.Headers.RetryAfter.ShouldNotBeNull();
        }

        await two.DisposeAsync();
        await stage.Gateway.UntilAsync(g => Task.FromResult(g.Streams.Open == 1));
        await using var three = await stage.GetAsync();
        three.Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("suspended")]
    [InlineData("deleted")]
    public async Task TenantThatIsClosed_TakesItsStreamsAlong(string how)
    {
        await using var stage = await StreamStage.StartAsync();
        await using var stream = await stage.GetAsync();

        if (how == "deleted")
            stage.Gateway.Cluster.Tenants.Remove(null, "acme");
        else
            stage.Tenant.Put(t => t.Spec.Suspended = true);

        (await stream.NextEventAsync()).ShouldBeNull();
        await stage.Gateway.UntilAsync(g => Task.FromResult(g.Streams.Open == 0));
    }

    [Fact(Timeout = 60_000)]
    public async Task OtherRulesOfAuthentication_EndTheStreamsThatTheOldOnesLetIn()
    {
        await using var stage = await StreamStage.StartAsync();
        await using var stream = await stage.GetAsync();

        stage.Tenant.Put(t =>
        {
            StreamStage.OwnImage(t);
            t.Spec.Auth.RequiredScopes = ["mcp:tools", "mcp:streams"];
        });

        RetryOf(await stream.NextEventAsync()).ShouldBePositive();
        (await stream.NextAsync()).ShouldBeNull();
    }

    [Fact(Timeout = 60_000)]
    public async Task ChangeThatTouchesNoRule_LeavesStreamsAlone()
    {
        await using var stage = await StreamStage.StartAsync();
        await using var stream = await stage.GetAsync();
        var table = stage.Gateway.Table;

        stage.Tenant.Put(t =>
        {
            StreamStage.OwnImage(t);
            t.Spec.Limits = new McpTenants.Api.LimitsSpec { Burst = 7 };
        });
        await stage.Gateway.UntilAsync(g => Task.FromResult(g.Table != table));

        stage.Gateway.Streams.Open.ShouldBe(1);
        await stage.WakeAsync();
        await stage.UntilAttachedAsync(1);
    }

    [Fact(Timeout = 60_000)]
    public async Task ReplicaThatLeaves_SendsItsStreamsAwayOneByOne()
    {
        await using var stage = await StreamStage.StartAsync(o => o with { DrainTimeout = TimeSpan.FromSeconds(40) });
        var streams = new List<EventStream>();
        for (var i = 0; i < 16; i++)
            streams.Add(await stage.GetAsync());

        var stopping = stage.Gateway.StopAsync();
        await stage.Gateway.UntilAsync(g => Task.FromResult(g.Streams.IsLeaving));
        for (var second = 0; second < 20; second++)
        {
            stage.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var retries = new HashSet<long>();
        foreach (var stream in streams)
        {
            retries.Add(RetryOf(await stream.NextEventAsync()));
            (await stream.NextAsync()).ShouldBeNull();
            await stream.DisposeAsync();
        }

        await stopping;
        retries.Count.ShouldBeGreaterThan(8, "clients that come back at one moment are a herd");
        stage.Gateway.Metrics.StreamEnds.Of("leaving").ShouldBe(16);
    }

    private static long RetryOf(string? text)
    {
        text.ShouldNotBeNull().ShouldStartWith("retry: ");
        return long.Parse(text["retry: ".Length..], CultureInfo.InvariantCulture);
    }
}

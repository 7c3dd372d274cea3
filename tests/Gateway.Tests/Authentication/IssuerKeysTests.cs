using Gateway.Tests.Support;
using McpTenants.Gateway.Authentication;
using McpTenants.Gateway.Lifecycle;
using McpTenants.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Authentication;

public sealed class IssuerKeysTests
{
    private static readonly KeySource Source = new("https://login.test/", null);
    private readonly ManualTimeProvider _time = new();
    private readonly TokenIssuer _issuer = new();
    private readonly IssuerKeys _keys;

    public IssuerKeysTests() => _keys = new IssuerKeys(_issuer.FetchAsync, new MonotonicClock(_time), NullLogger.Instance);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Crowd_FetchesOnce()
    {
        var all = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => _keys.ForAsync(Source, "k1", Ct).AsTask()));

        all.ShouldAllBe(k => k!.Contains("k1"));
        _issuer.Fetches.ShouldBe(1);
    }

    [Fact]
    public async Task UnknownKeyId_FetchesAtMostOncePerHalfMinute()
    {
        await _keys.ForAsync(Source, "k1", Ct);
        for (var i = 0; i < 50; i++)
            await _keys.ForAsync(Source, "made-up-" + i, Ct);
        _issuer.Fetches.ShouldBe(1);

        _time.Advance(IssuerKeyCache.BetweenRefreshes);
        for (var i = 0; i < 50; i++)
            await _keys.ForAsync(Source, "made-up-" + i, Ct);

        _issuer.Fetches.ShouldBe(2);
    }

    [Fact]
    public async Task RotatedKey_IsFound()
    {
        await _keys.ForAsync(Source, "k1", Ct);
        _time.Advance(IssuerKeyCache.BetweenRefreshes);
        _issuer.KeyId = "k2";

        (await _keys.ForAsync(Source, "k2", Ct))!.Contains("k2").ShouldBeTrue();
    }

    [Fact]
    public async Task IssuerAway_OldKeysStayInUse_ForADayAtMost()
    {
        await _keys.ForAsync(Source, "k1", Ct);
        _issuer.Down = true;
        _time.Advance(TimeSpan.FromHours(23));
        (await _keys.ForAsync(Source, "k1", Ct)).ShouldNotBeNull();

        _time.Advance(TimeSpan.FromHours(2));
        (await _keys.ForAsync(Source, "k1", Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task IssuerAwayFromTheStart_IsNotAskedForEveryCall()
    {
        _issuer.Down = true;
        for (var i = 0; i < 50; i++)
            (await _keys.ForAsync(Source, "k1", Ct)).ShouldBeNull();

        _issuer.Fetches.ShouldBe(1);
    }

    [Fact]
    public async Task OwnKeyAddress_DoesNotShareKeysWithTheSameIssuerElsewhere()
    {
        await _keys.ForAsync(Source, "k1", Ct);
        await _keys.ForAsync(Source with { KeysAddress = "https://evil.example/jwks" }, "k1", Ct);

        _issuer.Fetches.ShouldBe(2);
    }
}

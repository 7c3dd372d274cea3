using McpTenants.Operator.Vaults;
using McpTenants.Operator.Vaults.Decide;

namespace Operator.Tests.Vaults;

public sealed class GateStateTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly VaultProblem Down = new("VaultUnavailable", "down");
    private static readonly VaultProblem Busy = new("VaultThrottled", "busy", TimeSpan.FromSeconds(60));

    private static GateState Full => new() { Tokens = 20, Counted = Noon };

    [Fact]
    public void Enter_EmptyBucket_SaysWhenItHasEnough()
    {
        var (state, wait) = Full.Enter(Noon, 20, perSecond: 10, burst: 20);
        wait.ShouldBe(TimeSpan.Zero);

        (state, wait) = state.Enter(Noon, 5, 10, 20);
        wait.ShouldBe(TimeSpan.FromSeconds(0.5));
        state.Enter(Noon + wait, 5, 10, 20).Wait.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Enter_SetLargerThanTheBucket_GoesWhenItIsFull_AndThePriceIsPaid()
    {
        var (state, wait) = Full.Enter(Noon, 64, 10, 20);
        wait.ShouldBe(TimeSpan.Zero);
        state.Enter(Noon, 1, 10, 20).Wait.ShouldBe(TimeSpan.FromSeconds(4.5));
    }

    [Fact]
    public void After_RetryAfter_HoldsEverybodyBack_WhateverAnswersComeLate()
    {
        var state = Full.After(Noon, Busy, 0).After(Noon.AddSeconds(1), null, 0);

        state.Enter(Noon.AddSeconds(59), 1, 10, 20).Wait.ShouldBe(TimeSpan.FromSeconds(1));
        state.Enter(Noon.AddSeconds(60), 1, 10, 20).Wait.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void After_ThreeOutages_LetsOneGoFirst_ThenAll()
    {
        var state = Full.After(Noon, Down, 0).After(Noon, Down, 0).After(Noon, Down, 0);
        state.IsOpen.ShouldBeTrue();
        state.Enter(Noon, 1, 10, 20).Wait.ShouldBeGreaterThan(TimeSpan.Zero);

        var later = Noon.AddSeconds(20);
        (state, var wait) = state.Enter(later, 1, 10, 20);
        wait.ShouldBe(TimeSpan.Zero);
        state.Enter(later, 1, 10, 20).Wait.ShouldBeGreaterThan(TimeSpan.Zero, "the first one is still under way");

        state = state.After(later, null, 0);
        state.Enter(later, 1, 10, 20).Wait.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void After_ProbeFails_WaitsLonger()
    {
        var state = Full.After(Noon, Down, 0).After(Noon, Down, 0).After(Noon, Down, 0);
        var pause = state.NotBefore - Noon;
        var later = state.NotBefore;
        state = state.Enter(later, 1, 10, 20).Next.After(later, Down, 0);

        (state.NotBefore - later).ShouldBe(pause * 2);
    }

    [Fact]
    public void After_AnswerThatIsNoOutage_CountsAsAnAnswer() =>
        Full.After(Noon, Down, 0).After(Noon, Down, 0).After(Noon, new VaultProblem("VaultForbidden", "no"), 0).Outages.ShouldBe(0);
}

using McpTenants.Operator.Sleep;

namespace Operator.Tests.Sleep;

public sealed class SleepDecisionTests
{
    private static readonly TimeSpan IdleAfter = TimeSpan.FromMinutes(5);
    private static readonly SleepOptions Options = new();

    [Fact]
    public void Of_AllIdleLongEnough_Sleeps() => Decide(Hours(1), Idle(301), Idle(400)).Sleep.ShouldBeTrue();

    [Fact]
    public void Of_OneGatewaySilent_StaysAwake() => Decide(Hours(1), Idle(301), null).Sleep.ShouldBeFalse();

    [Fact]
    public void Of_NoGatewayAtAll_StaysAwake() => Decide(Hours(1)).Sleep.ShouldBeFalse();

    [Fact]
    public void Of_OneRequestRunning_StaysAwake() => Decide(Hours(1), Idle(301), Idle(301) with { Active = 1 }).Sleep.ShouldBeFalse();

    [Fact]
    public void Of_OneGatewayBusyRecently_LooksAgainWhenItMayBeIdle()
    {
        var decision = Decide(Hours(1), Idle(400), Idle(100));

        decision.Sleep.ShouldBeFalse();
        decision.LookAgainIn.ShouldBe(TimeSpan.FromSeconds(200));
    }

    [Fact]
    public void Of_JustWoken_StaysAwakeForTheLeastTime() => Decide(TimeSpan.FromSeconds(10), Idle(301)).LookAgainIn.ShouldBe(TimeSpan.FromSeconds(20));

    [Fact]
    public void Of_SeveralGateways_KnowsTheLatestActivity()
    {
        var late = new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

        Decide(Hours(1), Idle(301) with { LastActivity = late }, Idle(301) with { LastActivity = late.AddHours(-1) }, Idle(999)).LastActivity.ShouldBe(late);
    }

    [Fact]
    public void Of_AskedToSleep_WaitsForNothing()
    {
        var asked = new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
        GatewayState?[] answers = [Idle(2) with { LastActivity = asked.AddSeconds(-2) }, Idle(9)];

        SleepDecision.Of(answers, IdleAfter, TimeSpan.FromSeconds(3), Options, asked).Sleep.ShouldBeTrue();
    }

    [Fact]
    public void Of_CalledSinceItWasAskedToSleep_StaysAwake()
    {
        var asked = new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

        SleepDecision.Of([Idle(2) with { LastActivity = asked.AddSeconds(1) }], IdleAfter, Hours(1), Options, asked).Sleep.ShouldBeFalse();
    }

    [Fact]
    public void Of_AskedToSleepWhileACallRuns_StaysAwake() =>
        SleepDecision.Of([Idle(301) with { Active = 1 }], IdleAfter, Hours(1), Options, DateTimeOffset.MaxValue).Sleep.ShouldBeFalse();

    private static SleepDecision Decide(TimeSpan awakeFor, params GatewayState?[] answers) => SleepDecision.Of(answers, IdleAfter, awakeFor, Options);

    private static GatewayState Idle(int seconds) => new() { State = "Awake", IdleMilliseconds = seconds * 1000L };

    private static TimeSpan Hours(int hours) => TimeSpan.FromHours(hours);
}

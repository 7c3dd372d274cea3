using McpTenants.Instance.Timing;

namespace Instance.Tests.Timing;

public sealed class TimeLimitTests
{
    [Fact]
    public void TimeIsUp_CancelsAndSaysSo()
    {
        var time = new LateTimers();
        using var limit = new TimeLimit(TimeSpan.FromSeconds(1), time, CancellationToken.None);

        time.Fire();

        (limit.Token.IsCancellationRequested, limit.IsOver).ShouldBe((true, true));
    }

    [Fact]
    public void CallerLeaves_CancelsAndIsNotTheTime()
    {
        using var caller = new CancellationTokenSource();
        using var limit = new TimeLimit(TimeSpan.FromSeconds(1), new LateTimers(), caller.Token);

        caller.Cancel();

        (limit.Token.IsCancellationRequested, limit.IsOver).ShouldBe((true, false));
    }

    [Fact]
    public void TimerThatFiresAsTheWorkEnds_ThrowsNothing()
    {
        var time = new LateTimers();
        new TimeLimit(TimeSpan.FromSeconds(1), time, CancellationToken.None).Dispose();

        Should.NotThrow(time.Fire);
    }

    /// <summary>A clock whose timer was already on its way when it was disposed; the system's may be, too.</summary>
    private sealed class LateTimers : TimeProvider
    {
        public Action Fire { get; private set; } = () => { };

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Fire = () => callback(state);
            return new Nothing();
        }

        private sealed class Nothing : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}

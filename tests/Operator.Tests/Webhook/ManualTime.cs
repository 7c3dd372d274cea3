namespace Operator.Tests.Webhook;

/// <summary>A clock that stands still until it is moved; whoever waits on it waits until <see cref="Release"/>.</summary>
internal sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly TaskCompletionSource waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private DateTimeOffset now = start;
    private Action release = static () => { };

    /// <summary>Completes when somebody begins to wait.</summary>
    public Task Waiting => waiting.Task;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => now;

    public override long GetTimestamp() => now.UtcTicks;

    public void Advance(TimeSpan by) => now += by;

    public void Release() => release();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        release = () => timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        waiting.TrySetResult();
        return timer;
    }
}

namespace McpTenants.Testing;

/// <summary>
/// A clock that moves only when a test says so. Timers fire inside <see cref="Advance"/>, in order, each with the clock standing at its
/// own moment. <see cref="WaitForTimerAsync()"/> is how a test knows that the code under test has reached its delay.
/// </summary>
public sealed class ManualTimeProvider : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _armed = [];
    private readonly List<(Func<TimeSpan, bool> Matches, TaskCompletionSource<TimeSpan> Seen)> _watchers = [];
    private DateTimeOffset _now;

    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    public ManualTimeProvider(DateTimeOffset start) => _now = start;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <summary>Timers that will fire if the clock goes on.</summary>
    public int ArmedTimers
    {
        get
        {
            lock (_gate)
                return _armed.Count;
        }
    }

    /// <summary>Time until the next timer, or null.</summary>
    public TimeSpan? NextDue
    {
        get
        {
            lock (_gate)
                return _armed.Count == 0 ? null : _armed.Min(t => t.Due) - _now;
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <summary>Moves the clock and fires, in order, every timer that becomes due.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var target = GetUtcNow() + by;
        while (TakeNext(target) is { } timer)
            timer.Fire();
        lock (_gate)
            _now = target;
    }

    /// <summary>Completes once a timer is armed whose remaining time matches; gives that remaining time.</summary>
    public Task<TimeSpan> WaitForTimerAsync(Func<TimeSpan, bool> matches)
    {
        lock (_gate)
        {
            foreach (var timer in _armed)
            {
                if (matches(timer.Due - _now))
                    return Task.FromResult(timer.Due - _now);
            }

            var seen = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
            _watchers.Add((matches, seen));
            return seen.Task;
        }
    }

    /// <summary>Completes once any timer is armed.</summary>
    public Task<TimeSpan> WaitForTimerAsync() => WaitForTimerAsync(_ => true);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private ManualTimer? TakeNext(DateTimeOffset target)
    {
        lock (_gate)
        {
            var next = _armed.Where(t => t.Due <= target).MinBy(t => t.Due);
            if (next is null)
                return null;
            if (next.Due > _now)
                _now = next.Due;
            _armed.Remove(next);
            if (next.Period > TimeSpan.Zero)
            {
                next.Due = _now + next.Period;
                _armed.Add(next);
            }

            return next;
        }
    }

    private void Arm(ManualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            _armed.Remove(timer);
            if (dueTime == Timeout.InfiniteTimeSpan)
                return;
            timer.Due = _now + dueTime;
            timer.Period = period;
            _armed.Add(timer);
            foreach (var watcher in _watchers.Where(w => w.Matches(dueTime)).ToList())
            {
                _watchers.Remove(watcher);
                watcher.Seen.SetResult(dueTime);
            }
        }
    }

    private void Disarm(ManualTimer timer)
    {
        lock (_gate)
            _armed.Remove(timer);
    }

    private sealed class ManualTimer(ManualTimeProvider clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; set; }

        public TimeSpan Period { get; set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock.Arm(this, dueTime, period);
            return true;
        }

        public void Dispose() => clock.Disarm(this);

        public ValueTask DisposeAsync()
        {
            clock.Disarm(this);
            return ValueTask.CompletedTask;
        }
    }
}

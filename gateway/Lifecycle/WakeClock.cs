namespace McpTenants.Gateway.Lifecycle;

/// <summary>
/// When each step of one wake happened (monotonic). Written by the wake, read by the requests that waited for it; the first stamp of a step
/// counts, so a race between two writers cannot move it.
/// </summary>
internal sealed class WakeClock(TimeSpan begun)
{
    private long _scaled;
    private long _scheduled;
    private long _addressed;
    private long _listening;

    public TimeSpan Begun { get; } = begun;

    public TimeSpan? ScaledAt => Read(ref _scaled);

    public TimeSpan? ScheduledAt => Read(ref _scheduled);

    public TimeSpan? AddressedAt => Read(ref _addressed);

    public TimeSpan? ListeningAt => Read(ref _listening);

    public void Scaled(TimeSpan now) => Stamp(ref _scaled, now);

    public void Scheduled(TimeSpan now) => Stamp(ref _scheduled, now);

    public void Addressed(TimeSpan now) => Stamp(ref _addressed, now);

    public void Listening(TimeSpan now) => Stamp(ref _listening, now);

    private static void Stamp(ref long field, TimeSpan now) => Interlocked.CompareExchange(ref field, now.Ticks, 0);

    private static TimeSpan? Read(ref long field) => Interlocked.Read(ref field) is var ticks and > 0 ? TimeSpan.FromTicks(ticks) : null;
}

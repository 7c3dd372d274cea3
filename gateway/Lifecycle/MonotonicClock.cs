namespace McpTenants.Gateway.Lifecycle;

/// <summary>Time since this replica started, unmoved by changes of the wall clock. Never zero, so zero can mean "not yet".</summary>
internal sealed class MonotonicClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    public TimeProvider Provider => time;

    public TimeSpan Now => time.GetElapsedTime(_start) + TimeSpan.FromTicks(1);
}

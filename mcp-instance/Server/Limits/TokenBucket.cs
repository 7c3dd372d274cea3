namespace McpTenants.Instance.Limits;

/// <summary>The value of one bucket at one moment. Pure: time comes in as a timestamp.</summary>
/// <param name="Tokens">Requests that may pass now; infinite until a rate caps it.</param>
/// <param name="Seen">Timestamp the value is of.</param>
internal sealed record TokenBucket(double Tokens, long Seen)
{
    public static TokenBucket Full(long now) => new(double.PositiveInfinity, now);

    public TokenBucket At(long now, BucketRate rate, TimeProvider time)
    {
        // Never backwards: two threads may have read the clock in the other order.
        var elapsed = Math.Max(0, time.GetElapsedTime(Seen, now).TotalSeconds);
        return new TokenBucket(Math.Min(rate.Capacity, Tokens + (elapsed * rate.PerSecond)), Math.Max(Seen, now));
    }

    public TokenBucket Take() => this with { Tokens = Tokens - 1 };

    public TimeSpan Wait(BucketRate rate) => TimeSpan.FromSeconds(Math.Max(0, (1 - Tokens) / rate.PerSecond));
}

/// <summary>How fast a bucket fills and how much it holds.</summary>
internal sealed record BucketRate(double PerSecond, double Capacity)
{
    /// <summary>The rate, or null when there is no limit. A bucket never holds more than a minute's worth, nor less than one request.</summary>
    public static BucketRate? PerMinute(int? requests, int? burst) =>
        requests is { } perMinute ? new BucketRate(perMinute / 60.0, Math.Max(1, Math.Min(burst ?? perMinute, perMinute))) : null;
}

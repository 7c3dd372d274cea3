using System.Runtime.InteropServices;

namespace McpTenants.Gateway.Limits;

/// <summary>A token bucket as a value: what is left and since when. Pure arithmetic; time is monotonic.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TokenBucket(double Tokens, TimeSpan At)
{
    public static TokenBucket Full(int size, TimeSpan now) => new(size, now);

    /// <summary>Takes one token, or tells after which time there will be one.</summary>
    public (TokenBucket Next, bool Taken, TimeSpan Wait) Take(double perMinute, int size, TimeSpan now)
    {
        var tokens = Level(perMinute, size, now);
        if (tokens >= 1)
            return (new TokenBucket(tokens - 1, now), true, TimeSpan.Zero);
        var wait = perMinute > 0 ? TimeSpan.FromMinutes((1 - tokens) / perMinute) : TimeSpan.MaxValue;
        return (new TokenBucket(tokens, now), false, wait);
    }

    /// <summary>A full bucket says no more than a new one, so it need not be remembered.</summary>
    public bool IsFull(double perMinute, int size, TimeSpan now) => Level(perMinute, size, now) >= size;

    private double Level(double perMinute, int size, TimeSpan now)
    {
        var elapsed = now > At ? now - At : TimeSpan.Zero;
        return Math.Min(size, Tokens + (elapsed.TotalMinutes * perMinute));
    }
}

namespace Kubernetes.Runtime.Retry;

/// <summary>Token bucket with reservations: a caller that finds it empty learns how long to wait. Not thread-safe.</summary>
/// <param name="perSecond">Tokens added per second.</param>
/// <param name="burst">Tokens that can be saved.</param>
/// <param name="time">Monotonic clock.</param>
public sealed class TokenBucket(double perSecond, int burst, TimeProvider time)
{
    private double _tokens = burst;
    private long _updated = time.GetTimestamp();

    /// <summary>Takes one token, going into debt when none is left.</summary>
    /// <returns>How long to wait until the token taken exists; zero when it does already.</returns>
    public TimeSpan Reserve()
    {
        Refill();
        _tokens -= 1;
        return _tokens >= 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(-_tokens / perSecond);
    }

    /// <summary>Takes one token if there is one.</summary>
    public bool TryTake()
    {
        Refill();
        if (_tokens < 1)
            return false;
        _tokens -= 1;
        return true;
    }

    private void Refill()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(burst, _tokens + (time.GetElapsedTime(_updated, now).TotalSeconds * perSecond));
        _updated = now;
    }
}

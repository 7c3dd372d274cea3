using Kubernetes.Runtime.Retry;

namespace Kubernetes.Runtime.Queue;

/// <summary>
/// Delay of the next retry: the longer of the key's own exponential delay and the overall bucket's, as client-go's
/// MaxOfRateLimiter. Guarded by the queue's lock.
/// </summary>
internal sealed class RetryLimiter<TKey>(WorkQueueOptions options, TimeProvider time)
    where TKey : notnull
{
    private readonly Dictionary<TKey, int> _failures = [];
    private readonly TokenBucket _bucket = new(options.RetriesPerSecond, options.RetryBurst, time);

    /// <summary>Keys with at least one failure; must return to zero or the map leaks.</summary>
    public int Count => _failures.Count;

    public int Failures(TKey key) => _failures.GetValueOrDefault(key);

    public TimeSpan Next(TKey key)
    {
        var failures = Failures(key);
        _failures[key] = failures == int.MaxValue ? failures : failures + 1;
        var own = Backoff.EqualJitter(Backoff.Exponential(options.FirstRetry, options.MaxRetry, failures), options.Randomness());
        var overall = _bucket.Reserve();
        return own > overall ? own : overall;
    }

    public void Forget(TKey key) => _failures.Remove(key);
}

namespace Kubernetes.Runtime.Retry;

/// <summary>Pure delay arithmetic; randomness is an argument so that every value can be tested.</summary>
public static class Backoff
{
    /// <summary>Upper bound of the delay before attempt number <paramref name="failures"/> + 1.</summary>
    /// <param name="first">Delay after the first failure.</param>
    /// <param name="cap">Largest delay ever returned.</param>
    /// <param name="failures">Failures seen before this one; 0 gives <paramref name="first"/>.</param>
    public static TimeSpan Exponential(TimeSpan first, TimeSpan cap, int failures)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(failures);
        // Compared in double: 2^failures overflows ticks long before a queue stops counting.
        var ticks = first.Ticks * Math.Pow(2, failures);
        return ticks >= cap.Ticks ? cap : TimeSpan.FromTicks((long)ticks);
    }

    /// <summary>Anywhere between zero and <paramref name="bound"/>: spreads many clients that failed at the same moment.</summary>
    /// <param name="bound">Largest delay.</param>
    /// <param name="random">A number in [0, 1).</param>
    public static TimeSpan FullJitter(TimeSpan bound, double random) => bound * random;

    /// <summary>Between half of <paramref name="bound"/> and <paramref name="bound"/>: keeps the exponential shape per key.</summary>
    /// <param name="bound">Largest delay.</param>
    /// <param name="random">A number in [0, 1).</param>
    public static TimeSpan EqualJitter(TimeSpan bound, double random) => bound * (0.5 + (0.5 * random));

    /// <summary><paramref name="value"/> changed by at most the given fraction up or down.</summary>
    /// <param name="value">The middle.</param>
    /// <param name="fraction">0.1 means plus or minus ten percent.</param>
    /// <param name="random">A number in [0, 1).</param>
    public static TimeSpan Spread(TimeSpan value, double fraction, double random) => value * (1 + (fraction * ((2 * random) - 1)));
}

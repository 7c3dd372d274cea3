using System.Diagnostics;

namespace EndToEnd.Support;

/// <summary>Waits for a state of the world; the deadline makes a missing one a failure with a name.</summary>
internal static class Eventually
{
    /// <summary>Looks again until it holds.</summary>
    /// <param name="what">The state, for the failure's message.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="holds">Looks once.</param>
    /// <returns>How long it took.</returns>
    public static async Task<TimeSpan> HoldsAsync(string what, TimeSpan limit, Func<Task<bool>> holds)
    {
        var watch = Stopwatch.StartNew();
        while (!await holds())
        {
            if (watch.Elapsed > limit)
                throw new TimeoutException($"{what}: did not happen within {limit.TotalSeconds:0} s.");
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        return watch.Elapsed;
    }
}

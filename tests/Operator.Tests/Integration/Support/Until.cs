namespace Operator.Tests.Integration.Support;

/// <summary>Waits for a state of the world. The bound is for the slowest machine; a test that passes does not wait for it.</summary>
internal static class Until
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Looks until there is something.</summary>
    /// <param name="look">Gives null while it is not there.</param>
    /// <param name="what">Says what was missing when the time is up.</param>
    /// <param name="within">The bound.</param>
    public static async Task<T> FoundAsync<T>(Func<Task<T?>> look, Func<Task<string>> what, TimeSpan? within = null)
        where T : class
    {
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        while (true)
        {
            if (await look() is { } found)
            {
                return found;
            }

            if (clock.GetElapsedTime(start) > (within ?? Patience))
            {
                throw new TimeoutException(await what());
            }

            await Task.Delay(Pause, clock, Ct);
        }
    }

    /// <summary>Looks until it is so.</summary>
    public static Task TrueAsync(Func<Task<bool>> look, Func<Task<string>> what, TimeSpan? within = null) =>
        FoundAsync(async () => await look() ? "yes" : null, what, within);

    /// <summary>Looks until it is so.</summary>
    public static Task TrueAsync(Func<Task<bool>> look, string what, TimeSpan? within = null) => TrueAsync(look, () => Task.FromResult(what), within);

    /// <summary>Lets time pass, where nothing happening is what a test is about.</summary>
    public static Task PassedAsync(TimeSpan time) => Task.Delay(time, TimeProvider.System, Ct);
}

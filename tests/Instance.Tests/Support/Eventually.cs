using System.Runtime.CompilerServices;

namespace Instance.Tests.Support;

/// <summary>Waits for a state of the world that something else brings about. The deadline is a bound on failure, not an expectation.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static Task ShouldAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") => ShouldAsync(() => Task.FromResult(condition()), what);

    public static async Task ShouldAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            TimeProvider.System.GetElapsedTime(started).ShouldBeLessThan(Deadline, what);
            await Task.Delay(Pause, TimeProvider.System);
        }
    }
}

using FsCheck;
using FsCheck.Fluent;
using Kubernetes.Runtime.Queue;
using McpTenants.Testing;

namespace Kubernetes.Tests.Runtime.Queue;

/// <summary>Random interleavings of producers, one clock and several workers, checked against the invariants of point 21.</summary>
public sealed class WorkQueuePropertyTests
{
    private static readonly string[] s_keys = ["a", "b", "c", "d"];

    public enum Step
    {
        Add,
        AddLow,
        AddAfter,
        AddRateLimited,
        Take,
        Done,
        Tick,
        Forget,
    }

    [Fact]
    public void Point21_AnyInterleaving_LosesNothingAndNeverRunsAKeyTwiceAtOnce()
    {
        var steps = ArbMap.Default.GeneratorFor<Step>().SelectMany(step => Gen.Elements(s_keys).Select(key => (step, key))).ListOf();
        Prop.ForAll(Arb.From(steps), Run).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(200));
    }

    private static bool Run(IList<(Step Step, string Key)> steps)
    {
        var time = new ManualTimeProvider();
        using var queue = new WorkQueue<string>(time: time);
        var working = new List<string>();
        var changedSinceTaken = new HashSet<string>(StringComparer.Ordinal);

        foreach (var (step, key) in steps)
            Apply(queue, time, working, changedSinceTaken, step, key);

        // Whatever was asked for must come out once the workers finish and time goes by.
        foreach (var key in working.ToList())
            queue.Done(key);
        working.Clear();
        time.Advance(TimeSpan.FromHours(1));
        while (Take(queue) is { } key)
        {
            changedSinceTaken.Remove(key);
            queue.Done(key);
        }

        return changedSinceTaken.Count == 0 && queue.Count == 0 && queue.DelayedCount == 0;
    }

    private static void Apply(WorkQueue<string> queue, ManualTimeProvider time, List<string> working, HashSet<string> changed, Step step, string key)
    {
        switch (step)
        {
            case Step.Add:
                queue.Add(key);
                changed.Add(key);
                break;
            case Step.AddLow:
                queue.Add(key, QueuePriority.Low);
                changed.Add(key);
                break;
            case Step.AddAfter:
                queue.AddAfter(key, TimeSpan.FromSeconds(key[0] % 7));
                changed.Add(key);
                break;
            case Step.AddRateLimited:
                queue.AddRateLimited(key);
                changed.Add(key);
                break;
            case Step.Take when Take(queue) is { } taken:
                working.ShouldNotContain(taken);
                working.Add(taken);
                changed.Remove(taken);
                break;
            case Step.Done when working.Count > 0:
                var done = working[key[0] % working.Count];
                working.Remove(done);
                queue.Done(done);
                break;
            case Step.Tick:
                time.Advance(TimeSpan.FromSeconds(1));
                break;
            case Step.Forget:
                queue.Forget(key);
                break;
        }

        queue.Count.ShouldBeLessThanOrEqualTo(s_keys.Length);
        queue.DelayedCount.ShouldBeLessThanOrEqualTo(s_keys.Length);
    }

    private static string? Take(WorkQueue<string> queue)
    {
        if (queue.Count == 0)
            return null;
        var taken = queue.GetAsync();
        taken.IsCompletedSuccessfully.ShouldBeTrue();
        return taken.Result!.Value.Key;
    }
}

using Instance.Tests.Support;

namespace Instance.Tests.Protocol;

/// <summary>Measures memory, so nothing else may run in the process meanwhile.</summary>
[CollectionDefinition(nameof(FloodCollection), DisableParallelization = true)]
public sealed class FloodCollection;

[Collection(nameof(FloodCollection))]
public sealed class FloodTests
{
    private const int Warm = 10_000;
    private const int All = 100_000;

    // Fifty bytes kept of each request would exceed it.
    private const long Slack = 4 << 20;

    [Fact]
    public async Task HostileRequests_AHundredThousand_LeaveMemoryFlat()
    {
        await using var instance = await TestInstance.StartAsync(isQuiet: true);
        await SendAsync(instance, 0, Warm);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await SendAsync(instance, Warm, All);
        var after = GC.GetTotalMemory(forceFullCollection: true);
        (after - before).ShouldBeLessThan(Slack, $"{before} bytes after {Warm} requests, {after} after {All}");
    }

    private static Task SendAsync(TestInstance instance, int from, int to) => Parallel.ForAsync(from, to, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, _) =>
    {
        var hostile = HostileRequests.All[i % HostileRequests.All.Count];
        var answer = await Pipeline.SendAsync(instance.Handler, hostile);
        var (problem, code) = AnswerCheck.Run(answer);
        if (problem is not null || answer.Status != hostile.Status || code != hostile.Code)
            throw new InvalidOperationException($"{hostile.Name}: {answer.Status} {code} {problem}");
    });
}

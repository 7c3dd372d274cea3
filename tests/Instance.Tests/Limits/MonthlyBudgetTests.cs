using Instance.Tests.Support;
using McpTenants.Instance.Limits;
using Microsoft.Extensions.Logging.Abstractions;

namespace Instance.Tests.Limits;

public sealed class MonthlyBudgetTests : IDisposable
{
    private static readonly DateTimeOffset NextMonth = new(2026, 12, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("budget-test-");
    private readonly ManualTime time = new(TokenForge.Start);

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void TryTake_Limit_IsExactAndNamesTheReset()
    {
        using var budget = Open();
        for (var i = 0; i < 3; i++)
            budget.TryTake(3).ShouldBeNull();
        budget.TryTake(3).ShouldBe(NextMonth);
        budget.Read().ShouldBe(new BudgetState("2026-11", 3));
    }

    [Fact]
    public void TryTake_CleanStop_KeepsTheExactCount()
    {
        using (var budget = Open())
            Take(budget, 250, 1_000_000);
        using var again = Open();
        again.Read().Used.ShouldBe(250);
    }

    [Theory]
    [InlineData(1_000_000, 250, 1000)] // Blocks of 1000.
    [InlineData(100_000, 250, 300)] // Blocks of 100.
    [InlineData(100_000, 1, 100)]
    [InlineData(20_000, 41, 60)] // Blocks of 20.
    [InlineData(10, 7, 7)] // A small budget is exact.
    public void TryTake_Crash_CountsAtMostOneBlockTooMuchAndNeverTooLittle(long limit, int calls, long afterCrash)
    {
        var crashed = Open();
        Take(crashed, calls, limit);
        using var again = Open(); // The first one never gets to say goodbye.
        again.Read().Used.ShouldBe(afterCrash);
    }

    [Fact]
    public void TryTake_NextMonth_BeginsAtZero()
    {
        using (var budget = Open())
        {
            Take(budget, 3, 3);
            time.Now = NextMonth.AddTicks(-1);
            budget.TryTake(3).ShouldBe(NextMonth);
            time.Now = NextMonth;
            budget.TryTake(3).ShouldBeNull();
            budget.Read().ShouldBe(new BudgetState("2026-12", 1));
        }
        using var again = Open();
        again.Read().ShouldBe(new BudgetState("2026-12", 1));
    }

    [Fact]
    public void TryTake_ClockSetBackOverTheBoundary_GivesNoSecondBudget()
    {
        using var budget = Open();
        time.Now = NextMonth.AddSeconds(1);
        Take(budget, 3, 3);
        time.Now = NextMonth.AddSeconds(-30);
        budget.TryTake(3).ShouldNotBeNull();
        time.Now = NextMonth.AddSeconds(1);
        budget.TryTake(3).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"period":"2026-11","used":-5}""")]
    [InlineData("""{"period":"../..","used":5}""")]
    [InlineData("""{"used":5}""")]
    public void Read_DamagedFile_StartsAnew(string text)
    {
        File.WriteAllText(Path.Combine(folder.FullName, "usage.json"), text);
        using var budget = Open();
        budget.Read().ShouldBe(new BudgetState("2026-11", 0));
        budget.TryTake(1).ShouldBeNull();
    }

    [Fact]
    public void TryTake_VolumeCannotBeWritten_StillCountsInMemory()
    {
        Directory.CreateDirectory(Path.Combine(folder.FullName, "usage.json.new"));
        using var budget = Open();
        Take(budget, 2, 2);
        budget.TryTake(2).ShouldNotBeNull();
    }

    [Fact]
    public void TryTake_ManyThreads_HandsOutExactlyTheBudget()
    {
        using var budget = Open();
        var passed = 0;
        Parallel.For(0, 400, _ =>
        {
            if (budget.TryTake(150) is null)
                Interlocked.Increment(ref passed);
        });
        passed.ShouldBe(150);
    }

    private MonthlyBudget Open() => new(new BudgetFile(Path.Combine(folder.FullName, "usage.json"), NullLogger.Instance), time);

    private static void Take(MonthlyBudget budget, int calls, long limit)
    {
        for (var i = 0; i < calls; i++)
            budget.TryTake(limit).ShouldBeNull();
    }
}

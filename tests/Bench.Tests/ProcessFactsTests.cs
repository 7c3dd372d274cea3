using McpTenants.Bench.Processes;

namespace Bench.Tests;

public sealed class ProcessFactsTests
{
    [Fact]
    public void Parse_ProgramNameWithBlanksAndParentheses_CountsFieldsFromItsEnd()
    {
        var facts = ProcessFacts.Parse("Name:\tx\nVmHWM:\t   90000 kB\nVmRSS:\t   81920 kB\n", "7 (a) b) S 1 7 7 0 -1 4194560 10 20 30 40 150 50 0 0 20 0 9 0");

        facts.ResidentMiB.ShouldBe(80);
        facts.ProcessorTime.ShouldBe(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Read_OfThisProcess_IsPlausible()
    {
        var facts = ProcessFacts.Read(Environment.ProcessId);

        facts.ResidentMiB.ShouldBeInRange(10, 10_000);
        facts.ProcessorTime.ShouldBeGreaterThan(TimeSpan.Zero);
    }
}

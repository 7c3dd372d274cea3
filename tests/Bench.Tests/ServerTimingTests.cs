using McpTenants.Bench.ColdStart;

namespace Bench.Tests;

public sealed class ServerTimingTests
{
    [Fact]
    public void Parse_ColdCall_GivesMillisecondsByPhase()
    {
        var phases = ServerTiming.Parse("decide;dur=0.4, patch;dur=12, listen;desc=\"x\";dur=512.5, odd, ip;dur=x");

        phases.ShouldBe(new Dictionary<string, double> { ["decide"] = 0.4, ["patch"] = 12, ["listen"] = 512.5 }, ignoreOrder: true);
    }

    [Fact]
    public void Parse_WarmCall_IsEmpty() => ServerTiming.Parse(null).ShouldBeEmpty();
}

using McpTenants.Operator.Instances;
using Operator.Tests.Webhook;

namespace Operator.Tests.Instances;

public sealed class InstanceReportsTests
{
    private static readonly InstanceOptions Options = new();
    private static readonly InstanceReport One = new("uid", "sha256:1", "2026-07-28", "");
    private static readonly InstanceReport Two = One with { ToolCatalog = "sha256:2" };

    private readonly ManualTime time = new(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly InstanceReports reports;

    public InstanceReportsTests() => reports = new InstanceReports(Options, time);

    [Fact]
    public void Keep_TheSameTwice_IsNewsOnce()
    {
        reports.Keep("acme", One).ShouldBe((false, false));
        time.Advance(Options.Settling);
        reports.Keep("acme", One).ShouldBe((true, true));
        reports.Keep("acme", One).ShouldBe((true, false));
        reports.Of("acme", "uid").ShouldBe(One);
    }

    [Fact]
    public void Keep_TwiceInOneMoment_HasNotSettled()
    {
        reports.Keep("acme", One);

        reports.Keep("acme", One).ShouldBe((false, false));
        reports.Of("acme", "uid").ShouldBeNull();
    }

    [Fact]
    public void Keep_AnInstanceThatIsStillStarting_IsNoNews()
    {
        Settle(One);

        reports.Keep("acme", Two).ShouldBe((false, false));
        time.Advance(Options.Settling);
        reports.Keep("acme", One).ShouldBe((true, false));
        time.Advance(Options.Settling);

        // What was seen before the return to normal does not count towards the next change.
        reports.Keep("acme", Two).ShouldBe((false, false));
        reports.Of("acme", "uid").ShouldBe(One);
    }

    [Fact]
    public void Of_ASuccessorOfTheSameName_HasNoPast()
    {
        Settle(One);

        reports.Of("acme", "another").ShouldBeNull();
    }

    [Fact]
    public void Forget_ATenant_LeavesNothing()
    {
        Settle(One);
        reports.Forget("acme");

        reports.Of("acme", "uid").ShouldBeNull();
        reports.Keep("acme", One).ShouldBe((false, false));
    }

    private void Settle(InstanceReport report)
    {
        reports.Keep("acme", report);
        time.Advance(Options.Settling);
        reports.Keep("acme", report).ShouldBe((true, true));
    }
}

using McpTenants.Api;
using McpTenants.Operator.Sleep;

namespace Operator.Tests.Sleep;

public sealed class StartReportTests
{
    private static readonly GatewayState Failing = new() { State = "Unknown", Failure = new StartFailure("CrashLoop", "CrashLoopBackOff: back-off 10s") };
    private static readonly GatewayState Serving = new() { State = "Awake" };

    [Fact]
    public void Of_OneReplicaFailed_IsThatFailure() => StartReport.Of("uid", 3, [new GatewayState(), null, Failing]).ShouldBe(new StartReport("uid", 3, Failing.Failure));

    [Fact]
    public void Of_AnotherReplicaServes_IsSuccess() => StartReport.Of("uid", 3, [Failing, Serving]).ShouldBe(new StartReport("uid", 3, null));

    [Fact]
    public void Of_NobodyTried_IsNoNews() => StartReport.Of("uid", 3, [new GatewayState(), null]).ShouldBeNull();

    [Fact]
    public void Keep_TheSameAgain_IsNoNews()
    {
        var reports = new StartReports();

        reports.Keep("acme", StartReport.Of("uid", 3, [Failing])!).ShouldBeTrue();
        reports.Keep("acme", StartReport.Of("uid", 3, [Failing])!).ShouldBeFalse();
        reports.Of("acme", "uid-of-a-successor").ShouldBeNull();
    }
}

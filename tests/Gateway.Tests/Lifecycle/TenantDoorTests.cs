using Gateway.Tests.Support;
using McpTenants.Gateway.Forwarding;
using McpTenants.Gateway.Lifecycle;
using McpTenants.Gateway.Telemetry;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Lifecycle;

public sealed class TenantDoorTests
{
    [Fact(Timeout = 30_000)]
    public async Task PodThatAnswersBeforeTheScaleIsKnown_GetsNoRequestYet()
    {
        await using var instance = await FakeInstance.StartAsync("uid-door");
        var raised = false;
        using var door = new TenantDoor("uid-door", "mcpt-door", new DoorServices
        {
            Clock = new MonotonicClock(TimeProvider.System),
            Timing = new WakeTiming(),
            Limits = new WakeLimits(),
            Dialer = new InstanceDialer(FakeInstance.Port, TimeSpan.FromSeconds(1), TimeProvider.System),
            // Slow enough for the pod of the sleep before to answer first. Cancelled by an early admission, the write would be lost.
            RaiseScale = async (_, _, ct) =>
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, ct);
                raised = true;
                return ScaleResult.Raised;
            },
            Pods = (_, changed, ct) =>
            {
                changed([new PodFacts("pod-old", DateTimeOffset.UnixEpoch, instance.Address, Leaving: false, Scheduled: true, WakeFailure.None)]);
                return Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
            },
            Metrics = new GatewayMetrics(),
            Log = NullLogger.Instance,
        });

        var admission = await door.EnterAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        admission.Outcome.ShouldBe(AdmissionOutcome.Admitted);
        raised.ShouldBeTrue();
    }
}

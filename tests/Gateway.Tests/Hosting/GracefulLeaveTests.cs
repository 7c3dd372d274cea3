using System.Net;
using Gateway.Tests.Support;
using McpTenants.Testing;

namespace Gateway.Tests.Hosting;

public sealed class GracefulLeaveTests
{
    [Fact(Timeout = 60_000)]
    public async Task Stopping_SaysNotReady_GoesOnAccepting_AndFinishesWhatRuns()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var time = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        // A time that nothing else waits for, and that does not pass by itself while the machine is slow.
        var grace = TimeSpan.FromSeconds(17);
        await using var gateway = await GatewayUnderTest.StartAsync(o => o with { DrainGrace = grace, DrainTimeout = TimeSpan.FromSeconds(30) }, time: time);
        await using var slow = await FakeInstance.StartAsync("uid-slow", _ => release.Task);
        await using var quick = await FakeInstance.StartAsync("uid-quick");
        var slowTenant = gateway.AddTenant("slow", slow);
        var quickTenant = await gateway.AddServedTenantAsync("quick", quick);
        var running = gateway.SendAsync(slowTenant);
        await gateway.UntilAsync(_ => Task.FromResult(slow.Calls == 1));

        var stopping = gateway.StopAsync();
        await gateway.UntilAsync(async g => (await g.AdminAsync(HttpMethod.Get, "/readyz", null)).Status == HttpStatusCode.ServiceUnavailable);
        using var late = await gateway.SendAsync(quickTenant);
        (await time.WaitForTimerAsync(due => due == grace)).ShouldBe(grace);
        time.Advance(grace);
        release.SetResult();
        using var finished = await running;
        await stopping;

        late.StatusCode.ShouldBe(HttpStatusCode.OK);
        late.Headers.ConnectionClose.ShouldBe(true);
        finished.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}

using System.Net;
using Gateway.Tests.Support;

namespace Gateway.Tests.Hosting;

public sealed class GracefulLeaveTests
{
    [Fact(Timeout = 60_000)]
    public async Task Stopping_SaysNotReady_GoesOnAccepting_AndFinishesWhatRuns()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gateway = await GatewayUnderTest.StartAsync(o => o with { DrainGrace = TimeSpan.FromSeconds(2), DrainTimeout = TimeSpan.FromSeconds(30) });
        await using var slow = await FakeInstance.StartAsync("uid-slow", _ => release.Task);
        await using var quick = await FakeInstance.StartAsync("uid-quick");
        var slowTenant = gateway.AddTenant("slow", slow);
        var quickTenant = await gateway.AddServedTenantAsync("quick", quick);
        var running = gateway.SendAsync(slowTenant);
        await gateway.UntilAsync(_ => Task.FromResult(slow.Calls == 1));

        var stopping = gateway.StopAsync();
        await gateway.UntilAsync(async g => (await g.AdminAsync(HttpMethod.Get, "/readyz", null)).Status == HttpStatusCode.ServiceUnavailable);
        using var late = await gateway.SendAsync(quickTenant);
        release.SetResult();
        using var finished = await running;
        await stopping;

        late.StatusCode.ShouldBe(HttpStatusCode.OK);
        late.Headers.ConnectionClose.ShouldBe(true);
        finished.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}

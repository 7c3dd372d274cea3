using Gateway.Tests.Support;
using McpTenants.Gateway.Forwarding;
using McpTenants.Gateway.Lifecycle;

namespace Gateway.Tests.Forwarding;

public sealed class InstanceChannelTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 30_000)]
    public async Task Closing_WhileAConnectionOpens_FreesTheRequestAsUnreachable()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var instance = await FakeInstance.StartAsync("uid-acme");
        // One attempt outlasts the test: only the closing can end it.
        var dialer = new InstanceDialer(FakeInstance.Port, TimeSpan.FromMinutes(5), TimeProvider.System);
        var pod = new InstancePod("pod-1", instance.Address);
        var probed = await dialer.ConnectAsync(pod, "uid-acme", mustBeReady: true, Ct);
        var channel = new InstanceChannel(dialer, "uid-acme", pod, probed);
        instance.Handler = async c => await gate.Task.WaitAsync(c.RequestAborted);
        var running = SendAsync(channel);
        await instance.UntilAsync(i => i.Calls == 1);
        instance.IdentityGate = gate.Task;
        var opening = SendAsync(channel);
        await instance.UntilAsync(i => i.Questions == 2);

        channel.Dispose();

        var failure = await Should.ThrowAsync<HttpRequestException>(opening);
        failure.InnerException.ShouldBeOfType<InstanceUnreachableException>();
        // What was already sent is not cut off.
        gate.SetResult();
        (await running).IsSuccessStatusCode.ShouldBeTrue();
        instance.Calls.ShouldBe(1);
    }

    private static Task<HttpResponseMessage> SendAsync(InstanceChannel channel) =>
        channel.Invoker.SendAsync(new HttpRequestMessage(HttpMethod.Post, channel.Prefix + "/mcp"), Ct);
}

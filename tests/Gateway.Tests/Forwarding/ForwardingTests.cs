using System.Net;
using System.Text;
using Gateway.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Forwarding;

public sealed class ForwardingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task EventStream_ArrivesEventByEvent()
    {
        using var next = new SemaphoreSlim(0);
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var instance = await FakeInstance.StartAsync("uid-acme", async c =>
        {
            c.Response.ContentType = "text/event-stream";
            await c.Response.Body.FlushAsync(c.RequestAborted);
            for (var i = 0; i < 3; i++)
            {
                await next.WaitAsync(c.RequestAborted);
                await c.Response.WriteAsync($"data: {i}\n\n", c.RequestAborted);
                await c.Response.Body.FlushAsync(c.RequestAborted);
            }
        });
        var acme = await gateway.AddServedTenantAsync("acme", instance);

        // The headers come although no event exists yet.
        using var answer = await gateway.Client.SendAsync(gateway.Call(acme), HttpCompletionOption.ResponseHeadersRead, Ct);
        using var events = new StreamReader(await answer.Content.ReadAsStreamAsync(Ct));
        for (var i = 0; i < 3; i++)
        {
            next.Release();
            (await events.ReadLineAsync(Ct)).ShouldBe($"data: {i}");
            await events.ReadLineAsync(Ct);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task RequestBody_ReachesThePodBeforeItIsWhole()
    {
        const int FirstPart = 256 * 1024;
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var instance = await FakeInstance.StartAsync("uid-acme", async c =>
        {
            var buffer = new byte[FirstPart / 2];
            await c.Request.Body.ReadExactlyAsync(buffer, c.RequestAborted);
            arrived.SetResult();
            await c.Request.Body.CopyToAsync(Stream.Null, c.RequestAborted);
        });
        var acme = await gateway.AddServedTenantAsync("acme", instance);
        using var socket = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        await socket.ConnectAsync(gateway.Public, Ct);

        var head = $"POST /mcp HTTP/1.1\r\nHost: {acme.Host}\r\nAuthorization: Bearer {gateway.Issuer.Token(acme.Audience)}\r\nContent-Type: application/json\r\nContent-Length: {FirstPart + 1}\r\n\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(head), Ct);
        var body = new byte[FirstPart];
        for (var sent = 0; sent < body.Length;)
            sent += await socket.SendAsync(body.AsMemory(sent), Ct);

        await arrived.Task.WaitAsync(Ct);
    }

    [Fact(Timeout = 60_000)]
    public async Task ClientThatLeaves_CancelsTheCallInThePodAndIsNoLongerActive()
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var instance = await FakeInstance.StartAsync("uid-acme", async c =>
        {
            using var registration = c.RequestAborted.Register(() => cancelled.TrySetResult());
            await c.Response.WriteAsync("data: 1\n\n", Ct);
            await c.Response.Body.FlushAsync(Ct);
            await cancelled.Task;
        });
        var acme = await gateway.AddServedTenantAsync("acme", instance);
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var answer = await gateway.Client.SendAsync(gateway.Call(acme), HttpCompletionOption.ResponseHeadersRead, leave.Token);

        answer.Dispose();

        await cancelled.Task.WaitAsync(Ct);
        await gateway.UntilAsync(g => Task.FromResult(g.Doors.Find("uid-acme")!.Report().Active == 0));
    }

    [Fact(Timeout = 60_000)]
    public async Task Headers_FromOutsideThatClaimSomething_DoNotReachThePod()
    {
        IHeaderDictionary? seen = null;
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var instance = await FakeInstance.StartAsync("uid-acme", c =>
        {
            seen = new HeaderDictionary(c.Request.Headers.ToDictionary());
            return Task.CompletedTask;
        });
        var acme = await gateway.AddServedTenantAsync("acme", instance);
        using var call = gateway.Call(acme);
        foreach (var name in new[] { "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Prefix", "Forwarded", "X-Real-IP", "X-Tenant-Id", "Mcp-Tenant-Uid", "Keep-Alive", "Proxy-Authorization", "X-Hop" })
            call.Headers.TryAddWithoutValidation(name, "globex");
        call.Headers.TryAddWithoutValidation("Connection", "X-Hop");
        call.Headers.TryAddWithoutValidation("Mcp-Protocol-Version", "2026-07-28");
        call.Headers.TryAddWithoutValidation("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

        (await gateway.Client.SendAsync(call, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);

        seen.ShouldNotBeNull();
        seen.SelectMany(h => h.Value).ShouldNotContain("globex");
        seen.Host.ToString().ShouldBe(acme.Host);
        seen["X-Forwarded-Host"].ToString().ShouldBe(acme.Host);
        seen["X-Forwarded-Proto"].ToString().ShouldBe("https");
        seen["X-Forwarded-For"].ToString().ShouldBe("127.0.0.1");
        seen["Mcp-Protocol-Version"].ToString().ShouldBe("2026-07-28");
        seen["traceparent"].ToString().ShouldBe("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        seen.Authorization.ToString().ShouldStartWith("Bearer ");
    }

    [Fact(Timeout = 60_000)]
    public async Task Answer_ThatWouldBindTheNeighbours_IsDisarmed()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var instance = await FakeInstance.StartAsync("uid-acme", c =>
        {
            c.Response.Headers.Append("Set-Cookie", "a=1; Domain=.mcp.test; Path=/");
            c.Response.Headers.Append("Set-Cookie", "b=2; Path=/; domain = mcp.test");
            c.Response.Headers.Append("Set-Cookie", "c=3; Path=/");
            c.Response.Headers.StrictTransportSecurity = "max-age=1; includeSubDomains";
            c.Response.Headers.AltSvc = "h3=\":443\"";
            c.Response.Headers["Mcp-Session-Id"] = "s1";
            return c.Response.WriteAsync("{}");
        });
        var acme = await gateway.AddServedTenantAsync("acme", instance);

        using var answer = await gateway.SendAsync(acme);

        answer.Headers.GetValues("Set-Cookie").ShouldBe(["c=3; Path=/"]);
        answer.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
        answer.Headers.Contains("Alt-Svc").ShouldBeFalse();
        answer.Headers.GetValues("Mcp-Session-Id").ShouldBe(["s1"]);
    }

    [Fact(Timeout = 60_000)]
    public async Task PodThatBreaksOff_Is502AndTheCallIsNotRepeated()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var instance = await FakeInstance.StartAsync("uid-acme", async c =>
        {
            await c.Request.Body.CopyToAsync(Stream.Null, Ct);
            c.Abort();
        });
        var acme = await gateway.AddServedTenantAsync("acme", instance);

        using var answer = await gateway.SendAsync(acme);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadGateway);
        instance.Calls.ShouldBe(1);
        gateway.Doors.Find("uid-acme")!.Report().Active.ShouldBe(0);
    }

    [Fact(Timeout = 60_000)]
    public async Task BrokenAnswer_IsNotMadeToLookComplete()
    {
        var halfSeen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var instance = await FakeInstance.StartAsync("uid-acme", async c =>
        {
            await c.Response.WriteAsync("half", Ct);
            await c.Response.Body.FlushAsync(Ct);
            await halfSeen.Task.WaitAsync(Ct);
            c.Abort();
        });
        var acme = await gateway.AddServedTenantAsync("acme", instance);

        using var answer = await gateway.Client.SendAsync(gateway.Call(acme), HttpCompletionOption.ResponseHeadersRead, Ct);
        await using var body = await answer.Content.ReadAsStreamAsync(Ct);
        await body.ReadExactlyAsync(new byte[4], Ct);
        halfSeen.SetResult();

        await Should.ThrowAsync<IOException>(body.ReadAsync(new byte[1], Ct).AsTask());
        await gateway.UntilAsync(g => Task.FromResult(g.Doors.Find("uid-acme")!.Report().Active == 0));
    }

    [Fact(Timeout = 60_000)]
    public async Task Logs_ContainNoTokenAndNoBody()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var instance = await FakeInstance.StartAsync("uid-acme", c => c.Response.WriteAsync("canary-answer"));
        var acme = await gateway.AddServedTenantAsync("acme", instance);
        var token = gateway.Issuer.Token(acme.Audience);
        using var call = gateway.Call(acme, token, """{"canary":"question"}""");
        call.RequestUri = new Uri($"http://{acme.Host}/mcp?canary=query");

        (await gateway.Client.SendAsync(call, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var lost = gateway.Call(acme, "canary-token");
        lost.RequestUri = new Uri($"http://{acme.Host}/canary-path?canary=query");
        await gateway.Client.SendAsync(lost, Ct);

        gateway.Log.Text.ShouldNotContain("canary");
        gateway.Log.Text.ShouldNotContain(token[^40..]);
        gateway.Log.Text.ShouldContain("tenant=uid-acme");
    }
}

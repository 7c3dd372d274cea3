using System.Text;
using Gateway.Tests.Support;
using McpTenants.Gateway.Forwarding;
using McpTenants.Gateway.Lifecycle;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Yarp.ReverseProxy.Forwarder;

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

    [Fact(Timeout = 30_000)]
    public async Task Call_LeavesInOnePiece_WithItsBody()
    {
        var body = """{"jsonrpc":"2.0","id":1,"method":"tools/list"}""";
        await using var instance = await FakeInstance.StartAsync("uid-acme", async c =>
        {
            c.Response.ContentType = c.Request.ContentType;
            await c.Request.Body.CopyToAsync(c.Response.Body);
        });
        var pod = new InstancePod("pod-1", instance.Address);
        var dialer = new InstanceDialer(FakeInstance.Port, TimeSpan.FromMinutes(5), TimeProvider.System);
        var connection = new CountedWrites(await dialer.ConnectAsync(pod, "uid-acme", mustBeReady: true, Ct));
        using var channel = new InstanceChannel(dialer, "uid-acme", pod, connection);
        await using var services = new ServiceCollection().AddLogging().AddHttpForwarder().BuildServiceProvider();
        using var answers = new SilentAnswers(new MonotonicClock(TimeProvider.System));
        var forwarder = new InstanceForwarder(services.GetRequiredService<IHttpForwarder>(), "https", TimeSpan.FromMinutes(1), answers, NullLogger.Instance);
        var call = new DefaultHttpContext
        {
            Request = { Method = "POST", Protocol = "HTTP/1.1", Path = "/mcp", Host = new HostString("acme.mcp.test"), ContentType = "application/json", ContentLength = body.Length, Body = new MemoryStream(Encoding.ASCII.GetBytes(body)) },
            Response = { Body = new MemoryStream() },
        };

        (await forwarder.SendAsync(call, channel, "uid-acme", _ => { })).ShouldBe(ForwardOutcome.Done);

        connection.Writes.ShouldBe(1);
        call.Response.ContentType.ShouldBe("application/json");
        Encoding.ASCII.GetString(((MemoryStream)call.Response.Body).ToArray()).ShouldBe(body);
    }

    private static Task<HttpResponseMessage> SendAsync(InstanceChannel channel) =>
        channel.Invoker.SendAsync(new HttpRequestMessage(HttpMethod.Post, channel.Prefix + "/mcp"), Ct);

    private sealed class CountedWrites(Stream connection) : Stream
    {
        public int Writes { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => connection.ReadAsync(buffer, cancellationToken);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Writes++;
            return connection.WriteAsync(buffer, cancellationToken);
        }

        public override Task FlushAsync(CancellationToken cancellationToken) => connection.FlushAsync(cancellationToken);

        public override void Flush() => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            connection.Dispose();
            base.Dispose(disposing);
        }
    }
}

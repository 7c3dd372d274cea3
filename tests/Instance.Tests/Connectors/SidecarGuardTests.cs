using McpTenants.Instance.Sidecars;

namespace Instance.Tests.Connectors;

public sealed class SidecarGuardTests
{
    [Fact]
    public async Task Answer_WithoutEnd_IsReadUpToTheLimit()
    {
        var endless = new EndlessStream();
        using var client = Client(_ => new StreamContent(endless));

        using var response = await client.GetAsync(new Uri("http://server/"), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await Should.ThrowAsync<Exception>(() => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        endless.Taken.ShouldBeInRange(SidecarGuard.MaximumBytes, SidecarGuard.MaximumBytes + (1 << 20));
    }

    [Fact]
    public async Task Answer_ThatPromisesTooMuch_IsNotRead()
    {
        var endless = new EndlessStream();
        using var client = Client(_ =>
        {
            var content = new StreamContent(endless);
            content.Headers.ContentLength = 9_999_999_999;
            return content;
        });

        await Should.ThrowAsync<Exception>(() => client.GetAsync(new Uri("http://server/"), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken));

        endless.Taken.ShouldBe(0);
    }

    [Fact]
    public async Task Answer_WithinTheLimit_PassesUnchanged()
    {
        using var client = Client(_ => new StringContent("{}", System.Text.Encoding.UTF8, "application/json"));

        using var response = await client.GetAsync(new Uri("http://server/"), TestContext.Current.CancellationToken);

        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("{}");
        response.Content.Headers.ContentType!.ToString().ShouldBe("application/json; charset=utf-8");
    }

    private static HttpClient Client(Func<HttpRequestMessage, HttpContent> answer) => new(new SidecarGuard(new Handler(answer), TimeProvider.System));

    private sealed class Handler(Func<HttpRequestMessage, HttpContent> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = answer(request) });
    }

    private sealed class EndlessStream : Stream
    {
        public long Taken { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)'x');
            Taken += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

using System.Net;

namespace McpTenants.Gateway.Forwarding;

/// <summary>
/// Sends the head of a call together with its body. The engine sends the head alone first, for servers that answer before they have read everything;
/// a call of MCP is a short document that is usually there already, and two pieces wake the pod twice and cost two system calls.
/// </summary>
internal sealed class UndividedCalls(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>By which a handler that was disposed before it sent anything is recognised.</summary>
    public const string FullName = "McpTenants.Gateway.Forwarding." + nameof(UndividedCalls);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { Headers.ContentLength: not null } content)
            request.Content = new Undivided(content);
        return base.SendAsync(request, cancellationToken);
    }

    private sealed class Undivided : HttpContent
    {
        private readonly HttpContent _content;

        public Undivided(HttpContent content)
        {
            _content = content;
            foreach (var header in content.Headers.NonValidated)
                Headers.TryAddWithoutValidation(header.Key, header.Value);
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
            _content.CopyToAsync(new Unflushed(stream), context, cancellationToken);

        protected override bool TryComputeLength(out long length)
        {
            length = _content.Headers.ContentLength ?? 0;
            return true;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _content.Dispose();
            base.Dispose(disposing);
        }
    }

    /// <summary>Leaves it to the handler when to send: at the end, or when its buffer is full.</summary>
    private sealed class Unflushed(Stream stream) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => stream.WriteAsync(buffer, cancellationToken);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            stream.WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

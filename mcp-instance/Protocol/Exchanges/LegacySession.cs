using Microsoft.Extensions.Logging;
using ModelContextProtocol.Server;

namespace McpTenants.Instance.Protocol;

/// <summary>The server side of one session of a client that began with <c>initialize</c>.</summary>
internal sealed class LegacySession : IAsyncDisposable
{
    private readonly CancellationTokenSource ended = new();
    private readonly McpServer server;
    private readonly Task run;
    private int streams;

    public LegacySession(string id, McpServerOptions options, ILoggerFactory loggers)
    {
        Transport = new StreamableHttpServerTransport(loggers) { SessionId = id };
        server = McpServer.Create(Transport, options, loggers, serviceProvider: null);
        run = server.RunAsync(ended.Token);
    }

    public StreamableHttpServerTransport Transport { get; }

    /// <summary>Tick count of the last use, for idle expiry. Monotonic milliseconds.</summary>
    public long LastUsed { get; set; }

    public bool TryOpenStream() => Interlocked.Exchange(ref streams, 1) == 0;

    public async ValueTask DisposeAsync()
    {
        await Transport.DisposeAsync().ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await server.DisposeAsync().ConfigureAwait(false);
        ended.Dispose();
    }
}

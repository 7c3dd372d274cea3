using McpTenants.Instance.Configuration;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Sidecars;

/// <summary>
/// The connection to one third-party MCP server in the pod. It looks after itself: connects, lists the tools, looks again when the server says so or a minute
/// has passed, and comes back with growing pauses when the server is gone. The last list is kept meanwhile, so a restart of the server is no change of tools.
/// </summary>
internal sealed partial class SidecarConnection : IAsyncDisposable
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    // However often a server says that its tools have changed.
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(250);

    private readonly SidecarConfiguration configuration;
    private readonly SidecarMemory memory;
    private readonly ILogger logger;
    private readonly TimeProvider time;
    private readonly Func<double> chance;
    private readonly CurrentClient current;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task loop;
    private volatile TaskCompletionSource changed = NewSignal();
    private volatile Listed listed;

    public SidecarConnection(SidecarConfiguration configuration, SidecarMemory memory, ILogger logger, TimeProvider time, Func<double> chance)
    {
        (this.configuration, this.memory, this.logger, this.time, this.chance) = (configuration, memory, logger, time, chance);
        current = new CurrentClient(time);
        Caller = new SidecarCaller(current, Wake);
        listed = new Listed(memory.Read(configuration.Name), 0);
        loop = Task.Run(RunAsync);
    }

    /// <summary>What calls go through.</summary>
    public SidecarCaller Caller { get; }

    /// <summary>The tools as last listed, by this process or the one before.</summary>
    public IReadOnlyList<Tool> Tools => listed.Tools;

    /// <summary>Counts the changes of <see cref="Tools"/>.</summary>
    public int Version => listed.Version;

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await loop.ConfigureAwait(false);
        stopping.Dispose();
    }

    private async Task RunAsync()
    {
        for (var failures = 0; !stopping.IsCancellationRequested;)
        {
            try
            {
                await ServeAsync(() => failures = Connected(failures)).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                if (failures == 0)
                    LogGone(configuration.Name, e.GetType().Name);
            }
            try
            {
                var pause = TimeSpan.FromMilliseconds(250) * (1 << Math.Min(failures++, 7));
                await Task.Delay((pause < LongestPause ? pause : LongestPause) * (0.75 + (0.25 * chance())), time, stopping.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private int Connected(int failures)
    {
        if (failures > 0)
            LogBack(configuration.Name);
        return 0;
    }

    // One life of the connection; ends by throwing.
    private async Task ServeAsync(Action connected)
    {
        var transport = new HttpClientTransport(
            new HttpClientTransportOptions { Endpoint = SidecarHttp.Endpoint(configuration), TransportMode = HttpTransportMode.StreamableHttp, ConnectionTimeout = CurrentClient.Patience },
            SidecarHttp.Create(time), ownsHttpClient: true);
        var options = new McpClientOptions
        {
            ClientInfo = new Implementation { Name = "mcp-instance", Version = Serving.InstanceStateFactory.Version },
            InitializationTimeout = CurrentClient.Patience,
        };
        var client = await McpClient.CreateAsync(transport, options, cancellationToken: stopping.Token).ConfigureAwait(false);
        await using (client.ConfigureAwait(false))
        {
            await using var notifications = client.RegisterNotificationHandler(NotificationMethods.ToolListChangedNotification, (_, _) =>
            {
                Wake();
                return ValueTask.CompletedTask;
            }).ConfigureAwait(false);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
            var listening = ListenAsync(client, ending.Token);
            try
            {
                while (true)
                {
                    changed = NewSignal();
                    await ListAsync(client).ConfigureAwait(false);
                    connected();
                    current.Set(client);
                    await WaitAsync().ConfigureAwait(false);
                }
            }
            finally
            {
                current.Lose(client);
                await ending.CancelAsync().ConfigureAwait(false);
                await listening.ConfigureAwait(false);
            }
        }
    }

    private async Task ListAsync(McpClient client)
    {
        using var patience = new CancellationTokenSource(CurrentClient.Patience, time);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token, patience.Token);
        var tools = await SidecarListing.ReadAsync(client, limited.Token).ConfigureAwait(false);
        SidecarListing.Remember(client, tools);
        if (SidecarTools.AreSame(tools, listed.Tools))
            return;
        memory.Write(configuration.Name, tools);
        listed = new Listed(tools, listed.Version + 1);
        LogListed(configuration.Name, tools.Count);
    }

    private async Task ListenAsync(McpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await SidecarListing.ListenAsync(client, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A server that cannot do it, or that is gone: the next look at its tools shows which.
            Wake();
        }
    }

    private async Task WaitAsync()
    {
        try
        {
            await changed.Task.WaitAsync(RefreshInterval, time, stopping.Token).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return;
        }
        await Task.Delay(ShortestInterval, time, stopping.Token).ConfigureAwait(false);
    }

    private void Wake() => changed.TrySetResult();

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(Level = LogLevel.Information, Message = "Server {Server} offers {Tools} tools")]
    private partial void LogListed(string server, int tools);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Server {Server} is not available ({Problem})")]
    private partial void LogGone(string server, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "Server {Server} is available again")]
    private partial void LogBack(string server);

    private sealed record Listed(IReadOnlyList<Tool> Tools, int Version);
}

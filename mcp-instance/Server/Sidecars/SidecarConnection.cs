using McpTenants.Instance.Configuration;
using McpTenants.Instance.Tools;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Sidecars;

/// <summary>
/// The connection to one third-party MCP server in the pod. It looks after itself: connects, lists the tools, looks again when the server says so or a minute
/// has passed, and comes back with growing pauses when the server is gone. The last list is kept meanwhile, so a restart of the server is no change of tools.
/// </summary>
internal sealed partial class SidecarConnection : IAsyncDisposable
{
    private const int MaximumTools = 256;
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SidecarConfiguration configuration;
    private readonly ILogger logger;
    private readonly TimeProvider time;
    private readonly Func<double> chance;
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim changed = new(0, 1);
    private readonly Task loop;
    private volatile TaskCompletionSource<McpClient> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SidecarConnection(SidecarConfiguration configuration, ILogger logger, TimeProvider time, Func<double> chance)
    {
        (this.configuration, this.logger, this.time, this.chance) = (configuration, logger, time, chance);
        loop = Task.Run(RunAsync);
    }

    /// <summary>The tools as last listed.</summary>
    public IReadOnlyList<Tool> Tools { get; private set; } = [];

    /// <summary>Counts the changes of <see cref="Tools"/>.</summary>
    public int Version { get; private set; }

    /// <exception cref="SidecarException">The server is not there or broke the call off.</exception>
    public async Task<CallToolResult> CallAsync(string tool, ToolArguments arguments, CancellationToken cancellationToken)
    {
        McpClient client;
        try
        {
            client = await ready.Task.WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            throw new SidecarException("The server of this tool is not available at the moment.", e);
        }
        try
        {
            // Without a listener the server is not asked for progress either.
            return await (arguments.Progress is { } progress
                ? client.CallToolAsync(tool, arguments.All.ToDictionary(a => a.Key, a => (object?)a.Value, StringComparer.Ordinal), progress, cancellationToken: cancellationToken).AsTask()
                : client.CallToolAsync(new CallToolRequestParams { Name = tool, Arguments = arguments.All.ToDictionary(StringComparer.Ordinal) }, cancellationToken).AsTask()).ConfigureAwait(false);
        }
        catch (McpProtocolException e)
        {
            throw new SidecarException("The server of this tool refused the call: " + Connectors.OpenApi.Bounded.Text(e.Message, 500), e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or McpException or ObjectDisposedException or InvalidOperationException)
        {
            Wake();
            throw new SidecarException("The server of this tool broke the call off.", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await loop.ConfigureAwait(false);
        stopping.Dispose();
        changed.Dispose();
    }

    private async Task RunAsync()
    {
        for (var failures = 0; !stopping.IsCancellationRequested;)
        {
            try
            {
                await ServeAsync(() => failures = 0).ConfigureAwait(false);
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

    // One life of the connection; ends by throwing.
    private async Task ServeAsync(Action connected)
    {
        var transport = new HttpClientTransport(
            new HttpClientTransportOptions { Endpoint = SidecarHttp.Endpoint(configuration), TransportMode = HttpTransportMode.StreamableHttp, ConnectionTimeout = Patience },
            SidecarHttp.Create(), ownsHttpClient: true);
        var options = new McpClientOptions { ClientInfo = new Implementation { Name = "mcp-instance", Version = Serving.InstanceStateFactory.Version }, InitializationTimeout = Patience };
        var client = await McpClient.CreateAsync(transport, options, cancellationToken: stopping.Token).ConfigureAwait(false);
        await using (client.ConfigureAwait(false))
        {
            await using var subscription = client.RegisterNotificationHandler(NotificationMethods.ToolListChangedNotification, (_, _) =>
            {
                Wake();
                return ValueTask.CompletedTask;
            }).ConfigureAwait(false);
            try
            {
                while (true)
                {
                    await ListAsync(client).ConfigureAwait(false);
                    connected();
                    ready.TrySetResult(client);
                    await changed.WaitAsync(RefreshInterval, stopping.Token).ConfigureAwait(false);
                }
            }
            finally
            {
                // Calls from now on wait for the next life instead of using a client that is going away.
                ready = new TaskCompletionSource<McpClient>(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    private async Task ListAsync(McpClient client)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token, patience.Token);
        var listed = await client.ListToolsAsync(cancellationToken: limited.Token).ConfigureAwait(false);
        var tools = listed.Select(tool => tool.ProtocolTool).Take(MaximumTools).ToList();
        if (Version > 0 && SidecarTools.AreSame(tools, Tools))
            return;
        Tools = tools;
        Version++;
        LogListed(configuration.Name, tools.Count);
    }

    private void Wake()
    {
        if (changed.CurrentCount == 0)
        {
            try
            {
                changed.Release();
            }
            catch (SemaphoreFullException)
            {
                // Somebody else was faster; one look is enough.
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Server {Server} offers {Tools} tools")]
    private partial void LogListed(string server, int tools);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Server {Server} is not available ({Problem})")]
    private partial void LogGone(string server, string problem);
}

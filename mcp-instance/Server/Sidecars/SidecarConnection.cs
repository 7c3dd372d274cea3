using McpTenants.Instance.Configuration;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Sidecars;

/// <summary>
/// The connection to one third-party MCP server in the pod. It looks after itself: connects, lists what the server offers, looks again when the server says so or
/// a minute has passed, and comes back with growing pauses when the server is gone. The last list is kept meanwhile, so a restart of the server changes nothing.
/// </summary>
internal sealed partial class SidecarConnection : IAsyncDisposable
{
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    // However often a server says that something has changed.
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(250);

    private readonly SidecarConfiguration configuration;
    private readonly SidecarMemory memory;
    private readonly ILogger logger;
    private readonly TimeProvider time;
    private readonly Func<double> chance;
    private readonly CurrentLink current;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task loop;
    private volatile TaskCompletionSource changed = NewSignal();
    private volatile Listed listed;

    public SidecarConnection(SidecarConfiguration configuration, SidecarMemory memory, ILogger logger, TimeProvider time, Func<double> chance)
    {
        (this.configuration, this.memory, this.logger, this.time, this.chance) = (configuration, memory, logger, time, chance);
        current = new CurrentLink(time);
        Caller = new SidecarCaller(current, Wake);
        listed = new Listed(memory.Read(configuration.Name), 0);
        loop = Task.Run(RunAsync);
    }

    /// <summary>What calls go through.</summary>
    public SidecarCaller Caller { get; }

    /// <summary>What the server offered last, to this process or the one before.</summary>
    public SidecarOffer Offer => listed.Offer;

    /// <summary>Counts the changes of what is announced: tools, and which other kinds there are.</summary>
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
        var link = await SidecarLink.OpenAsync(configuration, time, stopping.Token).ConfigureAwait(false);
        await using (link.ConfigureAwait(false))
        {
            await using var tools = OnChange(link, NotificationMethods.ToolListChangedNotification).ConfigureAwait(false);
            await using var prompts = OnChange(link, NotificationMethods.PromptListChangedNotification).ConfigureAwait(false);
            await using var resources = OnChange(link, NotificationMethods.ResourceListChangedNotification).ConfigureAwait(false);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
            var listening = ListenAsync(link.Client, ending.Token);
            try
            {
                while (true)
                {
                    changed = NewSignal();
                    await ListAsync(link).ConfigureAwait(false);
                    connected();
                    current.Set(link);
                    await WaitAsync().ConfigureAwait(false);
                }
            }
            finally
            {
                current.Lose(link);
                await ending.CancelAsync().ConfigureAwait(false);
                await listening.ConfigureAwait(false);
            }
        }
    }

    private IAsyncDisposable OnChange(SidecarLink link, string notification) => link.Client.RegisterNotificationHandler(notification, (_, _) =>
    {
        Wake();
        return ValueTask.CompletedTask;
    });

    private async Task ListAsync(SidecarLink link)
    {
        using var patience = new CancellationTokenSource(CurrentLink.Patience, time);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token, patience.Token);
        var offer = await SidecarListing.ReadAsync(link.Client, listed.Offer, limited.Token).ConfigureAwait(false);
        link.Annotated = SidecarListing.Remember(link.Client, offer.Tools);
        var text = SidecarOfferJson.Write(offer);
        if (text == SidecarOfferJson.Write(listed.Offer))
            return;
        memory.Write(configuration.Name, text);
        listed = new Listed(offer, listed.Version + (offer.AnnouncesAs(listed.Offer) ? 0 : 1));
        LogListed(configuration.Name, offer.Tools.Count, offer.Prompts.Count, offer.Resources.Count, offer.Templates.Count);
    }

    private async Task ListenAsync(ModelContextProtocol.Client.McpClient client, CancellationToken cancellationToken)
    {
        try
        {
            await SidecarListing.ListenAsync(client, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A server that cannot do it, or that is gone: the next look at its lists shows which.
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

    [LoggerMessage(Level = LogLevel.Information, Message = "Server {Server} offers {Tools} tools, {Prompts} prompts, {Resources} resources and {Templates} templates")]
    private partial void LogListed(string server, int tools, int prompts, int resources, int templates);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Server {Server} is not available ({Problem})")]
    private partial void LogGone(string server, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "Server {Server} is available again")]
    private partial void LogBack(string server);

    private sealed record Listed(SidecarOffer Offer, int Version);
}

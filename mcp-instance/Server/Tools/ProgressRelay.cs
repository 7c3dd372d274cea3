using System.Threading.Channels;
using McpTenants.Instance.Connectors.OpenApi;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpTenants.Instance.Tools;

/// <summary>
/// Takes the progress of one call to its caller, in order and before the result. A tool that reports faster than the caller reads loses the older reports:
/// they are hints, and must neither slow the tool down nor fill the memory.
/// </summary>
internal sealed class ProgressRelay : IProgress<ProgressNotificationValue>, IAsyncDisposable
{
    private const int Waiting = 16;
    private const int LongestMessage = 500;

    private readonly Channel<ProgressNotificationValue> reports =
        Channel.CreateBounded<ProgressNotificationValue>(new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly Task sending;

    private ProgressRelay(McpServer caller, ProgressToken token, CancellationToken cancellationToken) => sending = SendAsync(caller, token, cancellationToken);

    /// <summary>A relay to the caller of a request; null when it did not ask for progress.</summary>
    public static ProgressRelay? To<T>(RequestContext<T> request, CancellationToken cancellationToken)
        where T : RequestParams =>
        request.Params?.ProgressToken is { } token ? new ProgressRelay(request.Server, token, cancellationToken) : null;

    public void Report(ProgressNotificationValue value) =>
        reports.Writer.TryWrite(value.Message is { } message ? new() { Progress = value.Progress, Total = value.Total, Message = Bounded.Text(message, LongestMessage) } : value);

    public async ValueTask DisposeAsync()
    {
        reports.Writer.TryComplete();
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // A caller that left; its call is cancelled elsewhere.
    }

    private async Task SendAsync(McpServer caller, ProgressToken token, CancellationToken cancellationToken)
    {
        await foreach (var report in reports.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            await caller.NotifyProgressAsync(token, report, cancellationToken: cancellationToken).ConfigureAwait(false);
    }
}

using McpTenants.Api;

namespace Operator.Tests.Integration.Support;

/// <summary>
/// Counts how far the cluster has changed, so that a test can strike at a point of the work and not of the clock: on a slow machine
/// the points are the same.
/// </summary>
internal sealed class ChangeCount : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Task[] watches;
    private int count;

    public ChangeCount(OperatorFixture operation) =>
        watches = [.. ManagedKind.All.Select(kind => WatchAsync(operation, kind))];

    /// <summary>Changes so far.</summary>
    public int Seen => Volatile.Read(ref count);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await Task.WhenAll(watches);
        stop.Dispose();
    }

    private async Task WatchAsync(OperatorFixture operation, ManagedKind kind)
    {
        try
        {
            await foreach (var _ in kind.ChangesAsync(operation.Client, null, $"{McpTenantNames.ManagedByLabel}={McpTenantNames.ManagedBy}", null, stop.Token))
            {
                Interlocked.Increment(ref count);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}

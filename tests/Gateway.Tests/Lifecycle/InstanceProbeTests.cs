using McpTenants.Gateway.Lifecycle;

namespace Gateway.Tests.Lifecycle;

public sealed class InstanceProbeTests
{
    [Fact(Timeout = 30_000)]
    public async Task ConnectionFoundInTheMomentOfCancellation_IsGivenOutOpenOrNotAtAll()
    {
        using var stop = new CancellationTokenSource();
        var connection = new MemoryStream();

        var found = await InstanceProbe.UntilReadyAsync(Connect, TimeSpan.FromMilliseconds(25), TimeProvider.System, stop.Token);

        found.ShouldBeSameAs(connection);
        found.CanRead.ShouldBeTrue();

        Task<Stream> Connect(Action reached, CancellationToken ct)
        {
            stop.Cancel();
            return Task.FromResult<Stream>(connection);
        }
    }

    [Fact(Timeout = 30_000)]
    public async Task ConnectionThatComesAfterCancellation_IsClosed()
    {
        using var stop = new CancellationTokenSource();
        using var connection = new ClosingStream();
        var late = new TaskCompletionSource<Stream>();
        var looking = InstanceProbe.UntilReadyAsync((_, _) => late.Task, TimeSpan.FromHours(1), TimeProvider.System, stop.Token);

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(looking);
        late.SetResult(connection);

        await connection.Closed.Task;
    }

    private sealed class ClosingStream : MemoryStream
    {
        public TaskCompletionSource Closed { get; } = new();

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            Closed.TrySetResult();
        }
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using McpTenants.Bench.Statistics;

namespace McpTenants.Bench.Load;

/// <summary>Sends one prepared request over and over on several connections.</summary>
/// <param name="Endpoint">Where the server listens.</param>
/// <param name="Request">Bytes from <see cref="HttpRequestBytes"/>.</param>
/// <param name="Connections">How many requests may be open at once.</param>
internal sealed record LoadGenerator(IPEndPoint Endpoint, ReadOnlyMemory<byte> Request, int Connections)
{
    /// <summary>Closed loop: each connection sends its next request when the last one is answered. Gives the highest rate.</summary>
    public Task<LoadResult> SaturateAsync(TimeSpan duration, CancellationToken cancellationToken) =>
        RunAsync(new Schedule(double.PositiveInfinity, duration), cancellationToken);

    /// <summary>
    /// Open loop: requests are due at fixed times whether or not earlier ones were answered, and latency counts from the due time
    /// when all connections were busy then. A server that stalls cannot hide it by slowing the generator (coordinated omission).
    /// </summary>
    public Task<LoadResult> AtRateAsync(double perSecond, TimeSpan duration, CancellationToken cancellationToken) =>
        RunAsync(new Schedule(perSecond, duration), cancellationToken);

    private async Task<LoadResult> RunAsync(Schedule schedule, CancellationToken cancellationToken)
    {
        var workers = new Worker[Connections];
        for (var i = 0; i < workers.Length; i++)
            workers[i] = new Worker(this, await HttpConnection.ConnectAsync(Endpoint, cancellationToken));
        schedule.Start();
        await Task.WhenAll(workers.Select(worker => Task.Run(() => worker.RunAsync(schedule, cancellationToken), cancellationToken)));
        var elapsed = schedule.Elapsed;
        var latency = new LatencyHistogram();
        foreach (var worker in workers)
            latency.Add(worker.Latency);
        return new LoadResult(latency, latency.Count, workers.Sum(w => w.Failed), elapsed)
        {
            FirstFailure = workers.Select(w => w.FirstFailure).FirstOrDefault(f => f is not null),
        };
    }

    private sealed class Worker(LoadGenerator load, HttpConnection connection)
    {
        private HttpConnection? _connection = connection;

        public LatencyHistogram Latency { get; } = new();

        public long Failed { get; private set; }

        public string? FirstFailure { get; private set; }

        public async Task RunAsync(Schedule schedule, CancellationToken cancellationToken)
        {
            while (await schedule.NextAsync(cancellationToken) is { } start)
            {
                try
                {
                    _connection ??= await HttpConnection.ConnectAsync(load.Endpoint, cancellationToken);
                    var status = await _connection.SendAsync(load.Request, cancellationToken);
                    if (status == 200)
                        Latency.Record(Stopwatch.GetElapsedTime(start));
                    else
                        Fail($"status {status}: {_connection.Body}");
                }
                catch (Exception e) when (e is IOException or SocketException)
                {
                    Fail(e.Message);
                    _connection?.Dispose();
                    _connection = null;
                }
            }

            _connection?.Dispose();
        }

        private void Fail(string reason)
        {
            Failed++;
            FirstFailure ??= reason;
        }
    }
}

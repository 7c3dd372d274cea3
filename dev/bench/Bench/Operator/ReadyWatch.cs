using System.Diagnostics;
using System.Text.Json.Nodes;
using McpTenants.Bench.Cluster;
using McpTenants.Bench.Gateway;

namespace McpTenants.Bench.Operator;

/// <summary>Notes when each tenant becomes Ready, as a user's <c>kubectl wait</c> would see it.</summary>
internal sealed class ReadyWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, TaskCompletionSource<long>> _ready = [];
    private readonly Dictionary<string, string> _conditions = [];
    private readonly Task _loop;

    /// <summary>Starts to watch.</summary>
    public ReadyWatch(ApiServer api) => _loop = Task.Run(() => FollowAsync(api));

    /// <summary>The timestamp at which the tenant was seen Ready.</summary>
    /// <exception cref="TimeoutException">It was not within the limit; the message has its conditions.</exception>
    public async Task<long> OfAsync(string tenant, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            return await Entry(tenant).Task.WaitAsync(limit, TimeProvider.System, cancellationToken);
        }
        catch (TimeoutException e)
        {
            lock (_ready)
                throw new TimeoutException($"{tenant} was not Ready within {limit.TotalSeconds:F0} s: {_conditions.GetValueOrDefault(tenant, "it has no conditions")}", e);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task FollowAsync(ApiServer api)
    {
        await foreach (var (_, tenant) in api.WatchAsync(BenchTenant.Collection, _stop.Token))
        {
            var name = tenant["metadata"]!["name"]!.GetValue<string>();
            var conditions = tenant["status"]?["conditions"]?.AsArray() ?? [];
            lock (_ready)
                _conditions[name] = string.Join(", ", conditions.Select(c => $"{c!["type"]}={c["status"]} ({c["reason"]}: {c["message"]})"));
            if (conditions.Any(IsReady))
                Entry(name).TrySetResult(Stopwatch.GetTimestamp());
        }
    }

    private static bool IsReady(JsonNode? condition) => condition!["type"]!.GetValue<string>() == "Ready" && condition["status"]!.GetValue<string>() == "True";

    private TaskCompletionSource<long> Entry(string tenant)
    {
        lock (_ready)
        {
            if (!_ready.TryGetValue(tenant, out var entry))
                _ready[tenant] = entry = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
            return entry;
        }
    }
}

using McpTenants.Authorization;
using McpTenants.Gateway.Lifecycle;
using McpTenants.Gateway.Telemetry;

namespace McpTenants.Gateway.Authentication;

/// <summary>
/// The keys of one issuer. Keys that once were good stay in use while the issuer is away; one fetch at a time whatever the crowd; an unknown key
/// identifier, which anybody can make up, causes at most one fetch per half minute.
/// </summary>
internal sealed class IssuerKeyCache(KeySource source, KeyFetcher fetch, MonotonicClock clock, ILogger log)
{
    internal static readonly TimeSpan Fresh = TimeSpan.FromMinutes(10);
    internal static readonly TimeSpan BetweenRefreshes = TimeSpan.FromSeconds(30);
    internal static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(2);

    /// <summary>A revoked key must not live for ever because the issuer is unreachable.</summary>
    internal static readonly TimeSpan Stale = TimeSpan.FromHours(24);

    private readonly Lock _lock = new();
    private JsonWebKeySet? _keys;
    private TimeSpan _fetched;
    private TimeSpan _nextAttempt;
    private Task? _fetching;

    public ValueTask<JsonWebKeySet?> GetAsync(string? keyId, CancellationToken ct)
    {
        Task? wait;
        lock (_lock)
        {
            var age = clock.Now - _fetched;
            var usable = _keys is not null && age < Stale;
            var knows = usable && (keyId is null || _keys!.Contains(keyId));
            if (knows && age < Fresh)
                return ValueTask.FromResult(_keys);
            if (_fetching is null && clock.Now >= _nextAttempt)
                _fetching = Task.Run(FetchAsync);
            // Good keys are refreshed behind the caller's back; only whoever cannot be judged without it waits.
            wait = knows ? null : _fetching;
            if (wait is null)
                return ValueTask.FromResult(usable ? _keys : null);
        }

        return WaitAsync(wait, ct);
    }

    private async ValueTask<JsonWebKeySet?> WaitAsync(Task fetching, CancellationToken ct)
    {
        await fetching.WaitAsync(ct);
        lock (_lock)
            return _keys is not null && clock.Now - _fetched < Stale ? _keys : null;
    }

    private async Task FetchAsync()
    {
        JsonWebKeySet? keys = null;
        try
        {
            keys = await fetch(source, CancellationToken.None);
            GatewayLog.KeysFetched(log, source.Issuer, keys.Keys.Count);
        }
        catch (KeysUnavailableException e)
        {
            GatewayLog.KeysUnavailable(log, source.Issuer, e.Message, e.InnerException);
        }

        lock (_lock)
        {
            if (keys is not null)
                (_keys, _fetched) = (keys, clock.Now);
            _nextAttempt = clock.Now + (keys is null ? AfterFailure : BetweenRefreshes);
            _fetching = null;
        }
    }
}

using System.Collections.Concurrent;
using McpTenants.Authorization;
using McpTenants.Gateway.Lifecycle;

namespace McpTenants.Gateway.Authentication;

/// <summary>Where keys come from: both parts count, or one tenant could bring its own keys for another's issuer.</summary>
/// <param name="Issuer">The issuer as tokens name it.</param>
/// <param name="KeysAddress">Address of the key set; null asks the issuer's metadata.</param>
internal sealed record KeySource(string Issuer, string? KeysAddress);

/// <summary>Fetches an issuer's current keys.</summary>
/// <exception cref="KeysUnavailableException">The issuer is away, misbehaves, or may not be asked.</exception>
internal delegate Task<JsonWebKeySet> KeyFetcher(KeySource source, CancellationToken ct);

/// <summary>The keys of all issuers; shared by the tenants of one issuer, which is safe because the audience tells tenants apart.</summary>
internal sealed class IssuerKeys(KeyFetcher fetch, MonotonicClock clock, ILogger log)
{
    private readonly ConcurrentDictionary<KeySource, IssuerKeyCache> _sources = new();

    /// <summary>Null when there are no keys and none can be had now. An unknown key identifier makes it look again, with a bound.</summary>
    public ValueTask<JsonWebKeySet?> ForAsync(KeySource source, string? keyId, CancellationToken ct)
    {
        var cache = _sources.GetOrAdd(source, static (name, a) => new IssuerKeyCache(name, a.fetch, a.clock, a.log), (fetch, clock, log));
        return cache.GetAsync(keyId, ct);
    }

    /// <summary>Drops the keys that no tenant needs any more.</summary>
    public void Keep(IReadOnlySet<KeySource> needed)
    {
        foreach (var source in _sources.Keys.Where(s => !needed.Contains(s)))
            _sources.TryRemove(source, out _);
    }
}

/// <summary>Why there are no keys; the message names no secret and may be logged.</summary>
internal sealed class KeysUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

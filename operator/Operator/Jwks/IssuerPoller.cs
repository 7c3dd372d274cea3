
namespace McpTenants.Operator.Jwks;

/// <summary>Polls every issuer that some tenant names, each once however many tenants share it.</summary>
internal sealed partial class IssuerPoller(
    IssuerClient client, IssuerCache cache, JwksOptions options, TimeProvider time, Func<double> randomness, ILogger<IssuerPoller> logger)
{
    private readonly Dictionary<IssuerKey, DateTimeOffset> due = [];

    /// <summary>Polls what is due.</summary>
    /// <param name="tenants">Tenants by the issuer that they name.</param>
    /// <param name="cancellationToken">Ends the polls.</param>
    /// <returns>Tenants whose keys, or the health of them, changed.</returns>
    public async Task<IReadOnlyList<string>> PollAsync(ILookup<IssuerKey, string> tenants, CancellationToken cancellationToken)
    {
        var wanted = tenants.Select(t => t.Key).ToHashSet();
        cache.KeepOnly(wanted);
        foreach (var gone in due.Keys.Where(k => !wanted.Contains(k)).ToList())
        {
            due.Remove(gone);
        }

        var now = time.GetUtcNow();
        var ready = wanted.Where(k => due.GetValueOrDefault(k) <= now).ToList();
        var results = await Task.WhenAll(ready.Select(async key => (Key: key, Changed: await PollAsync(key, cancellationToken))));
        return [.. results.Where(r => r.Changed).SelectMany(r => tenants[r.Key])];
    }

    private async Task<bool> PollAsync(IssuerKey key, CancellationToken cancellationToken)
    {
        try
        {
            var changed = cache.Succeeded(key, await client.FetchAsync(key, cancellationToken));
            Again(key, options.Interval);
            if (changed)
            {
                LogKeys(key.Issuer);
            }

            return changed;
        }
        catch (IssuerException e)
        {
            var changed = cache.Failed(key, e.Message);
            Again(key, options.RetryInterval);
            if (changed)
            {
                LogProblem(key.Issuer, e.Message);
            }

            return changed;
        }
    }

    // Spread, so that the issuers of a thousand tenants are not asked in the same second for ever.
    private void Again(IssuerKey key, TimeSpan interval)
    {
        lock (due)
        {
            due[key] = time.GetUtcNow() + (interval * (0.8 + (0.4 * randomness())));
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Keys of issuer {Issuer} were read")]
    private partial void LogKeys(string issuer);

    [LoggerMessage(2, LogLevel.Warning, "Keys of issuer {Issuer} could not be read: {Problem}")]
    private partial void LogProblem(string issuer, string problem);
}

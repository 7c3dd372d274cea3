using System.Collections.Concurrent;

namespace McpTenants.Operator.Jwks;

/// <summary>The last good key set of each issuer, and what went wrong since.</summary>
internal sealed class IssuerCache
{
    private readonly ConcurrentDictionary<IssuerKey, IssuerState> states = new();

    /// <summary>What is known of the issuer; null before its first poll.</summary>
    public IssuerState? Find(IssuerKey key) => states.GetValueOrDefault(key);

    /// <summary>Records a good poll.</summary>
    /// <returns>True when the keys or the health of the issuer changed.</returns>
    public bool Succeeded(IssuerKey key, string keySet)
    {
        var before = Find(key);
        states[key] = new IssuerState(keySet, null);
        return before is null || before.KeySet != keySet || before.Problem is not null;
    }

    /// <summary>Records a bad poll; the last good keys stay.</summary>
    /// <returns>True when the problem is a new one.</returns>
    public bool Failed(IssuerKey key, string problem)
    {
        var before = Find(key);
        states[key] = new IssuerState(before?.KeySet, problem);
        return before?.Problem != problem;
    }

    /// <summary>Forgets issuers that no tenant names any more.</summary>
    public void KeepOnly(IReadOnlySet<IssuerKey> wanted)
    {
        foreach (var key in states.Keys.Where(k => !wanted.Contains(k)))
        {
            states.TryRemove(key, out _);
        }
    }
}

/// <summary>State of one issuer.</summary>
/// <param name="KeySet">Its last good keys; null when there never were any.</param>
/// <param name="Problem">What its last poll failed with; null when it was good.</param>
internal sealed record IssuerState(string? KeySet, string? Problem);

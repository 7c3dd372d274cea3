using System.Collections.Concurrent;

namespace McpTenants.Gateway.Telemetry;

/// <summary>Counters by one label. Only values from our own code may be labels, never anything a caller sends: the number of series is constant.</summary>
internal sealed class LabelledCounter(string label)
{
    private readonly ConcurrentDictionary<string, Counter> _series = new(StringComparer.Ordinal);

    public string Label => label;

    public IEnumerable<(string Value, long Count)> Series => _series.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => (s.Key, s.Value.Value));

    public void Add(string value, long amount = 1) => _series.GetOrAdd(value, static _ => new Counter()).Add(amount);

    public long Of(string value) => _series.TryGetValue(value, out var counter) ? counter.Value : 0;
}

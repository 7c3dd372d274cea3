using System.Collections.Concurrent;

namespace McpTenants.Instance.Telemetry;

/// <summary>The histogram of operations for Prometheus. Its keys are methods, tools and errors of ours, so their number is bounded.</summary>
internal sealed class OperationDurations
{
    private readonly ConcurrentDictionary<(string Method, string Tool, string Error), Series> all = new();

    /// <summary>Bucket bounds in seconds that the conventions ask for.</summary>
    public static IReadOnlyList<double> Bounds { get; } = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300];

    public void Add(string method, string? tool, string? error, TimeSpan duration) =>
        all.GetOrAdd((method, tool ?? "", error ?? ""), static _ => new Series(Bounds.Count + 1)).Add(duration.TotalSeconds);

    /// <summary>Every series as labels, cumulative counts per bound with the total last, and the sum.</summary>
    public IEnumerable<(string Labels, IReadOnlyList<long> Counts, double Sum)> Read() =>
        all.OrderBy(s => s.Key).Select(s =>
        {
            var (counts, sum) = s.Value.Read();
            return ($"mcp_method_name=\"{s.Key.Method}\",gen_ai_tool_name=\"{s.Key.Tool}\",error_type=\"{s.Key.Error}\"", counts, sum);
        });

    private sealed class Series(int buckets)
    {
        private readonly Lock gate = new();
        private readonly long[] counts = new long[buckets];
        private double sum;

        public void Add(double seconds)
        {
            var bucket = 0;
            while (bucket < Bounds.Count && seconds > Bounds[bucket])
                bucket++;
            lock (gate)
            {
                counts[bucket]++;
                sum += seconds;
            }
        }

        public (IReadOnlyList<long> Counts, double Sum) Read()
        {
            lock (gate)
            {
                var total = 0L;
                return ([.. counts.Select(c => total += c)], sum);
            }
        }
    }
}

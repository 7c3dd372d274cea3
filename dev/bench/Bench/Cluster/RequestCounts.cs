using System.Globalization;
using System.Text.RegularExpressions;

namespace McpTenants.Bench.Cluster;

/// <summary>What the API server counted in <c>apiserver_request_total</c>, by verb and resource.</summary>
internal sealed partial class RequestCounts
{
    private static readonly string[] Writes = ["POST", "PUT", "PATCH", "APPLY", "DELETE", "DELETECOLLECTION"];
    private readonly Dictionary<(string Verb, string Resource), double> _counts = [];

    /// <summary>All requests that ended, leases of leader election included.</summary>
    public double Total => _counts.Values.Sum();

    /// <summary>Requests that change objects, without the renewal of leases.</summary>
    public double WritesButLeases => _counts.Where(c => Writes.Contains(c.Key.Verb) && c.Key.Resource != "leases").Sum(c => c.Value);

    /// <summary>Requests that renew leases: leader election writes by design.</summary>
    public double LeaseWrites => _counts.Where(c => Writes.Contains(c.Key.Verb) && c.Key.Resource == "leases").Sum(c => c.Value);

    /// <summary>Requests with this verb and resource, for example <c>PATCH deployments/scale</c>.</summary>
    public double Of(string verb, string resource) => _counts.GetValueOrDefault((verb, resource));

    /// <summary>Verbs and resources with a count above zero, the largest first.</summary>
    public IEnumerable<string> Describe() =>
        _counts.Where(c => c.Value > 0).OrderByDescending(c => c.Value)
            .Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Key.Verb} {c.Key.Resource} {c.Value}"));

    /// <summary>Reads the API server's <c>/metrics</c>.</summary>
    public static async Task<RequestCounts> ReadAsync(ApiServer api, CancellationToken cancellationToken) =>
        Parse(await api.GetTextAsync("/metrics", cancellationToken));

    /// <summary>Understands the Prometheus text; requests for <c>/metrics</c> itself have no resource and do not count.</summary>
    public static RequestCounts Parse(string metrics)
    {
        var result = new RequestCounts();
        foreach (var line in metrics.Split('\n').Where(l => l.StartsWith("apiserver_request_total{", StringComparison.Ordinal)))
        {
            var labels = Label().Matches(line).ToDictionary(m => m.Groups["name"].Value, m => m.Groups["value"].Value, StringComparer.Ordinal);
            if (labels["resource"].Length == 0)
                continue;
            var subresource = labels.GetValueOrDefault("subresource", "");
            var key = (labels["verb"], subresource.Length == 0 ? labels["resource"] : $"{labels["resource"]}/{subresource}");
            var value = double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
            result._counts[key] = result._counts.GetValueOrDefault(key) + value;
        }

        return result;
    }

    /// <summary>What was added since an earlier reading.</summary>
    public RequestCounts Since(RequestCounts earlier)
    {
        var result = new RequestCounts();
        foreach (var (key, value) in _counts)
            result._counts[key] = value - earlier._counts.GetValueOrDefault(key);
        return result;
    }

    [GeneratedRegex("""(?<name>[a-z_A-Z]+)="(?<value>[^"]*)"[,}]""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Label();
}

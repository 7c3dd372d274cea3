using System.Globalization;
using System.Text;

namespace McpTenants.Gateway.Telemetry;

/// <summary>Writes the Prometheus text format, version 0.0.4.</summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    public PrometheusText Gauge(string name, string help, double value)
    {
        Head(name, help, "gauge");
        return Sample(name, null, value);
    }

    public PrometheusText Counter(string name, string help, Counter counter)
    {
        Head(name, help, "counter");
        return Sample(name, null, counter.Value);
    }

    public PrometheusText Counter(string name, string help, LabelledCounter counter)
    {
        Head(name, help, "counter");
        foreach (var (value, count) in counter.Series)
            Sample(name, $"{counter.Label}=\"{value}\"", count);
        return this;
    }

    public PrometheusText Histogram(string name, string help, IEnumerable<(string? Labels, Histogram Histogram)> series)
    {
        Head(name, help, "histogram");
        foreach (var (labels, histogram) in series)
        {
            var prefix = labels is null ? "" : labels + ",";
            var bounds = histogram.Bounds.Select(b => b.ToString(CultureInfo.InvariantCulture)).Append("+Inf");
            long last = 0;
            foreach (var (bound, count) in bounds.Zip(histogram.Cumulative()))
            {
                Sample(name + "_bucket", $"{prefix}le=\"{bound}\"", count);
                last = count;
            }

            Sample(name + "_sum", labels, histogram.SumSeconds);
            Sample(name + "_count", labels, last);
        }

        return this;
    }

    public override string ToString() => _text.ToString();

    private void Head(string name, string help, string type) =>
        _text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    private PrometheusText Sample(string name, string? labels, double value)
    {
        _text.Append(name);
        if (labels is not null)
            _text.Append('{').Append(labels).Append('}');
        _text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
        return this;
    }
}

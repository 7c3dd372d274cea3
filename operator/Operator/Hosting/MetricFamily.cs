using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace McpTenants.Operator.Hosting;

/// <summary>The series of one instrument. The collector's lock guards it.</summary>
internal sealed class MetricFamily(Instrument instrument)
{
    // Seconds; wide enough for a reconcile of milliseconds and a deletion of minutes.
    private static readonly double[] Bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

    private readonly SortedDictionary<string, double> values = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long[]> buckets = new(StringComparer.Ordinal);
    private readonly string name = PrometheusText.Name(instrument.Name);
    private readonly string type = TypeOf(instrument);

    private bool IsAbsolute => instrument.IsObservable || type == "gauge" && !Is(typeof(UpDownCounter<>));

    /// <summary>Observed series that are no longer reported must vanish.</summary>
    public void BeforeObservation()
    {
        if (instrument.IsObservable)
        {
            values.Clear();
        }
    }

    /// <summary>Takes one measurement.</summary>
    public void Record(string labels, double value)
    {
        values[labels] = IsAbsolute ? value : values.GetValueOrDefault(labels) + value;
        if (type != "histogram")
        {
            return;
        }

        if (!buckets.TryGetValue(labels, out var counts))
        {
            buckets[labels] = counts = new long[Bounds.Length + 1];
        }

        var index = Array.FindIndex(Bounds, b => value <= b);
        counts[index < 0 ? Bounds.Length : index]++;
    }

    /// <summary>Appends the series.</summary>
    public void Print(StringBuilder text)
    {
        PrometheusText.Header(text, name, type, instrument.Description);
        foreach (var (labels, value) in values)
        {
            if (type == "histogram")
            {
                PrintHistogram(text, labels, value);
            }
            else
            {
                PrometheusText.Sample(text, name, labels, value);
            }
        }
    }

    private void PrintHistogram(StringBuilder text, string labels, double sum)
    {
        long total = 0;
        for (var i = 0; i <= Bounds.Length; i++)
        {
            total += buckets[labels][i];
            var bound = i < Bounds.Length ? Bounds[i].ToString("R", CultureInfo.InvariantCulture) : "+Inf";
            PrometheusText.Sample(text, name + "_bucket", PrometheusText.With(labels, "le", bound), total);
        }

        PrometheusText.Sample(text, name + "_sum", labels, sum);
        PrometheusText.Sample(text, name + "_count", labels, total);
    }

    private bool Is(Type generic) => instrument.GetType().IsGenericType && instrument.GetType().GetGenericTypeDefinition() == generic;

    private static string TypeOf(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Counter" or "ObservableCounter" => "counter",
        "Histogram" => "histogram",
        _ => "gauge",
    };
}

using System.Diagnostics.Metrics;
using System.Text;

namespace McpTenants.Operator.Hosting;

/// <summary>Collects the instruments of our meters and prints them for Prometheus.</summary>
internal sealed class MetricsCollector : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly SortedDictionary<string, MetricFamily> families = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>Listens to the meters whose names start with one of the prefixes.</summary>
    public MetricsCollector(params string[] meterPrefixes)
    {
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (meterPrefixes.Any(p => instrument.Meter.Name.StartsWith(p, StringComparison.Ordinal)))
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<int>((i, v, tags, _) => Record(i, v, tags));
        listener.SetMeasurementEventCallback<long>((i, v, tags, _) => Record(i, v, tags));
        listener.SetMeasurementEventCallback<double>((i, v, tags, _) => Record(i, v, tags));
        listener.Start();
    }

    /// <summary>All series as text.</summary>
    public string Print()
    {
        lock (gate)
        {
            foreach (var family in families.Values)
            {
                family.BeforeObservation();
            }
        }

        listener.RecordObservableInstruments();
        var text = new StringBuilder();
        lock (gate)
        {
            foreach (var family in families.Values)
            {
                family.Print(text);
            }
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = PrometheusText.Labels(tags);
        lock (gate)
        {
            if (!families.TryGetValue(instrument.Name, out var family))
            {
                families[instrument.Name] = family = new MetricFamily(instrument);
            }

            family.Record(labels, value);
        }
    }
}

using System.Globalization;
using System.Text;

namespace McpTenants.Operator.Hosting;

/// <summary>Writes series in Prometheus' text format 0.0.4.</summary>
internal static class PrometheusText
{
    /// <summary>Media type of the format.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>A metric name that Prometheus takes: dots and dashes become underscores.</summary>
    public static string Name(string instrument) => instrument.Replace('.', '_').Replace('-', '_');

    /// <summary>Writes the two comment lines of a metric.</summary>
    public static void Header(StringBuilder text, string name, string type, string? help) =>
        text.Append("# HELP ").Append(name).Append(' ').Append(help?.Replace("\n", " ", StringComparison.Ordinal)).Append('\n')
            .Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    /// <summary>Writes one sample.</summary>
    public static void Sample(StringBuilder text, string name, string labels, double value) =>
        text.Append(name).Append(labels).Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');

    /// <summary>The label set of a sample, ordered by name; an extra label may be added at the end.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var pairs = tags.ToArray()
            .OrderBy(t => t.Key, StringComparer.Ordinal)
            .Select(t => $"{Name(t.Key)}=\"{Escape(Convert.ToString(t.Value, CultureInfo.InvariantCulture) ?? "")}\"");
        var text = string.Join(',', pairs);
        return text.Length == 0 ? "" : $"{{{text}}}";
    }

    /// <summary>The labels with one more.</summary>
    public static string With(string labels, string name, string value) =>
        labels.Length == 0 ? $"{{{name}=\"{value}\"}}" : $"{labels[..^1]},{name}=\"{value}\"}}";

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}

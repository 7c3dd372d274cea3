using System.Diagnostics.Metrics;

namespace Kubernetes.Runtime.Metrics;

/// <summary>
/// Where the runtime's instruments live. Names are those of client-go and controller-runtime, so existing dashboards and alerts work.
/// docs/runtime-checklist.md lists them with their meaning.
/// </summary>
public static class RuntimeMetrics
{
    /// <summary>Name to give to an exporter or a <see cref="MeterListener"/>.</summary>
    public const string MeterName = "Kubernetes.Runtime";

    internal static Meter Meter { get; } = new(MeterName);

    internal static KeyValuePair<string, object?> Tag(string name, object? value) => new(name, value);
}

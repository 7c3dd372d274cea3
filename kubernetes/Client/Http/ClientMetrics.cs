using System.Diagnostics.Metrics;

namespace k8s.Http;

/// <summary>Meter <c>Kubernetes.Client</c>.</summary>
internal static class ClientMetrics
{
    private static readonly Meter Meter = new("Kubernetes.Client");

    /// <summary>Seconds until an answer's headers, by verb (HTTP method) and code.</summary>
    public static readonly Histogram<double> RequestDuration =
        Meter.CreateHistogram<double>("kubernetes.client.request.duration", "s", "Time until the API server's answer begins.");
}

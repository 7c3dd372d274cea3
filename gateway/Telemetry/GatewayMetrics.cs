using McpTenants.Gateway.Lifecycle;

namespace McpTenants.Gateway.Telemetry;

/// <summary>All numbers of one replica. None is labelled by tenant or host: with 10,000 tenants that would be memory, and hosts come from outside.</summary>
internal sealed class GatewayMetrics
{
    private static readonly double[] WakeBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

    /// <summary>Answers by what decided them: <c>forwarded</c>, or the reason of a refusal.</summary>
    public LabelledCounter Requests { get; } = new("outcome");

    /// <summary>Scale writes 0 -> 1 that took effect by us.</summary>
    public Counter ScaleWrites { get; } = new();

    /// <summary>Wakes that failed fast, by class.</summary>
    public LabelledCounter WakeFailures { get; } = new("reason");

    /// <summary>Tokens refused, by reason.</summary>
    public LabelledCounter Rejections { get; } = new("reason");

    /// <summary>Streams that ended, by reason.</summary>
    public LabelledCounter StreamEnds { get; } = new("reason");

    /// <summary>Changed certificates: <c>loaded</c>, or <c>broken</c> and not used.</summary>
    public LabelledCounter CertificateLoads { get; } = new("result");

    /// <summary>Changed certificates for instances: <c>loaded</c>, or <c>broken</c> and not used.</summary>
    public LabelledCounter IdentityLoads { get; } = new("result");

    /// <summary>End of our certificate for instances, Unix time in seconds; 0 without one.</summary>
    public long IdentityEnd;

    /// <summary>Cold calls, whole.</summary>
    public Histogram ColdStart { get; } = new(WakeBounds);

    /// <summary>Cold calls by step.</summary>
    public IReadOnlyDictionary<string, Histogram> WakePhase { get; } =
        default(WakePhases).Each().ToDictionary(p => p.Phase, _ => new Histogram(WakeBounds), StringComparer.Ordinal);

    public void ColdCall(WakePhases phases)
    {
        var total = TimeSpan.Zero;
        foreach (var (phase, duration) in phases.Each())
        {
            WakePhase[phase].Observe(duration);
            total += duration;
        }

        ColdStart.Observe(total);
    }
}

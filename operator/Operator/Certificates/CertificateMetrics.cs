using System.Diagnostics.Metrics;
using McpTenants.Operator.Hosting;

namespace McpTenants.Operator.Certificates;

/// <summary>How long certificates still live: three series, however many tenants there are.</summary>
internal sealed class CertificateMetrics : IDisposable
{
    private readonly Meter meter = new(OperatorMetrics.MeterName);

    /// <summary>Registers the instrument.</summary>
    public CertificateMetrics(CertificateAuthority authority, GatewayIdentity gateway, TenantCertificates tenants, TimeProvider time) => meter.CreateObservableGauge(
        "mcp_operator_certificate_expiry_seconds",
        () => Measure(time.GetUtcNow(), ("authority", authority.Current is { } a ? AuthorityState.LifeOf(a.Signer.Certificate).Until : null), ("gateway", gateway.Until), ("tenants", tenants.EarliestEnd)),
        description: "Seconds until a certificate ends: the authority that signs, the gateways', and the first of the tenants'.");

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();

    private static IEnumerable<Measurement<double>> Measure(DateTimeOffset now, params (string Of, DateTimeOffset? Until)[] ends) =>
        from end in ends
        let until = end.Until
        where until.HasValue
        select new Measurement<double>((until.GetValueOrDefault() - now).TotalSeconds, new KeyValuePair<string, object?>("of", end.Of));
}

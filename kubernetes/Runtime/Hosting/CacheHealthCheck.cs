using Kubernetes.Runtime.Caching;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Kubernetes.Runtime.Hosting;

/// <summary>Readiness: caches are filled. Liveness must not use it, or an API server outage would restart every operator.</summary>
internal sealed class CacheHealthCheck(InformerRegistry informers) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        => Task.FromResult(informers.HasSynced ? HealthCheckResult.Healthy() : new HealthCheckResult(context.Registration.FailureStatus, "caches are being filled"));
}

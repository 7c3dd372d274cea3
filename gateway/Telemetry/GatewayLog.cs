using McpTenants.Gateway.Lifecycle;

namespace McpTenants.Gateway.Telemetry;

/// <summary>Every message of the gateway. Tenants appear as UIDs; tokens, bodies and query strings never appear.</summary>
internal static partial class GatewayLog
{
    [LoggerMessage(1, LogLevel.Information, "Tenant {TenantUid}: {From} -> {To} ({Failure})")]
    public static partial void PhaseChanged(ILogger log, string tenantUid, TenantPhase from, TenantPhase to, WakeFailure failure);

    [LoggerMessage(2, LogLevel.Warning, "Tenant {TenantUid}: wake failed: {Failure}")]
    public static partial void WakeFailed(ILogger log, string tenantUid, WakeFailure failure, Exception? cause);

    [LoggerMessage(3, LogLevel.Information, "{Method} {Path} {Status} {Outcome} tenant={TenantUid} ms={Milliseconds} bytes={Bytes} cold={Cold}")]
    public static partial void Access(ILogger log, string method, string path, int status, string outcome, string? tenantUid, double milliseconds, long? bytes, bool cold);

    [LoggerMessage(4, LogLevel.Warning, "Tenant {TenantUid}: no connection to pod {PodUid}; the request waits for the next pod")]
    public static partial void Unreachable(ILogger log, string tenantUid, string podUid, Exception? cause);

    [LoggerMessage(5, LogLevel.Warning, "Tenant {TenantUid}: forwarding failed: {Error}")]
    public static partial void ForwardFailed(ILogger log, string tenantUid, string error, Exception? cause);

    [LoggerMessage(6, LogLevel.Warning, "Keys of issuer {Issuer} cannot be fetched: {Problem}")]
    public static partial void KeysUnavailable(ILogger log, string issuer, string problem, Exception? cause);

    [LoggerMessage(7, LogLevel.Information, "Keys of issuer {Issuer} fetched: {Count}")]
    public static partial void KeysFetched(ILogger log, string issuer, int count);

    [LoggerMessage(8, LogLevel.Information, "Routing table: {Tenants} tenants, {Hosts} hosts")]
    public static partial void RoutesChanged(ILogger log, int tenants, int hosts);

    [LoggerMessage(9, LogLevel.Warning, "Host {Host} is claimed by tenant {Winner} and by tenant {Loser}; the older one keeps it")]
    public static partial void HostClaimedTwice(ILogger log, string host, string winner, string loser);

    [LoggerMessage(10, LogLevel.Information, "Shutting down: not ready any more, still accepting for {Grace}")]
    public static partial void Draining(ILogger log, TimeSpan grace);

    [LoggerMessage(11, LogLevel.Debug, "Tenant {TenantUid}: token refused: {Reason}")]
    public static partial void TokenRefused(ILogger log, string tenantUid, string reason);

    [LoggerMessage(12, LogLevel.Error, "Request failed unexpectedly")]
    public static partial void Unexpected(ILogger log, Exception cause);

    [LoggerMessage(13, LogLevel.Warning, "Tenant {TenantUid} cannot be routed: {Problem}")]
    public static partial void Unroutable(ILogger log, string tenantUid, string problem);

    [LoggerMessage(14, LogLevel.Warning, "Tenant {TenantUid}: the API server did not answer; the wake asks again")]
    public static partial void ApiRetried(ILogger log, string tenantUid, Exception? cause);

    [LoggerMessage(17, LogLevel.Information, "Certificate {Folder} loaded: {Names}, until {NotAfter}")]
    public static partial void CertificateLoaded(ILogger log, string folder, string names, DateTimeOffset notAfter);

    [LoggerMessage(18, LogLevel.Error, "Certificate {Folder} cannot be used, the last good one stays: {Problem}")]
    public static partial void CertificateBroken(ILogger log, string folder, string problem);

    [LoggerMessage(15, LogLevel.Debug, "Tenant {TenantUid}: a stream lost pod {PodUid}")]
    public static partial void StreamBroke(ILogger log, string tenantUid, string podUid, Exception? cause);

    [LoggerMessage(16, LogLevel.Debug, "Tenant {TenantUid}: the pod for open streams was not found")]
    public static partial void StreamPodNotFound(ILogger log, string tenantUid, Exception? cause);
}

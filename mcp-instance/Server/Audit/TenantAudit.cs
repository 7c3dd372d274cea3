using McpTenants.Audit;
using McpTenants.Instance.Configuration;
using McpTenants.Instance.Protocol;
using ModelContextProtocol.Server;

namespace McpTenants.Instance.Audit;

/// <summary>The tenant's trail with this program around it: configuration, log and the kinds of requests that are recorded.</summary>
internal sealed partial class TenantAudit : IAsyncDisposable
{
    private static readonly string[] Recorded = ["tools/call", "resources/read", "prompts/get", "completion/complete"];

    private readonly ILogger logger;
    private readonly TimeProvider time;

    public TenantAudit(string dataFolder, ILogger logger, TimeProvider time)
    {
        (DataFolder, this.logger, this.time) = (dataFolder, logger, time);
        Trail = new AuditTrail(dataFolder, time, LogFailing);
    }

    public string DataFolder { get; }

    public AuditTrail Trail { get; }

    public void Configure(InstanceConfiguration configuration) => Trail.Policy = new AuditPolicy
    {
        Tenant = configuration.Tenant.Uid,
        Retention = TimeSpan.FromSeconds(configuration.Audit.RetentionSeconds),
        FailClosed = configuration.Audit.FailClosed,
        Sync = configuration.Audit.Sync,
    };

    public void AddTo(McpRequestFilters filters) => new AuditFilters(Trail, time).AddTo(filters);

    /// <summary>
    /// Records that a known caller was refused before any handler ran. Nothing has been done, so the refusal does not wait for the disk, and a failure is
    /// counted like every other.
    /// </summary>
    /// <param name="call">What was asked for.</param>
    /// <param name="isOffered">Whether it is a call of a tool that the tenant has.</param>
    public void Refused(McpCall call, bool isOffered)
    {
        if (call.Method is not { } method || !Recorded.Contains(method, StringComparer.Ordinal))
            return;
        var facts = CallFacts.Create(call.Context);
        _ = RecordAsync(new AuditEntry
        {
            Event = AuditEvents.Call,
            Tool = method != "tools/call" ? method : isOffered ? call.Name! : "unknown",
            Outcome = "Refused",
            IsChange = false,
            Subject = facts.Subject,
            Correlation = facts.Correlation,
        });
    }

    public ValueTask DisposeAsync() => Trail.DisposeAsync();

    private async Task RecordAsync(AuditEntry entry)
    {
        try
        {
            await Trail.RecordAsync(entry, CancellationToken.None).ConfigureAwait(false);
        }
        catch (AuditUnavailableException)
        {
            // Counted and logged by the trail.
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit trail cannot be written")]
    private partial void LogFailing(Exception exception);
}

namespace McpTenants.Operator.Isolation;

/// <summary>A probe that runs. One at a time works on it: the tenant's key in the queue.</summary>
/// <param name="TenantUid">The tenant.</param>
/// <param name="JobUid">Its job.</param>
/// <param name="At">When it began.</param>
/// <param name="Started">The same by the clock that never jumps.</param>
/// <param name="Targets">What it tries.</param>
/// <param name="Policies">Digest of the policies in force.</param>
/// <param name="Request">The request that it answers; null for none.</param>
internal sealed record Flight(string TenantUid, string JobUid, DateTimeOffset At, long Started, IReadOnlyList<ProbeTarget> Targets, string Policies, string? Request)
{
    /// <summary>What the operator found out by itself; null while it has not tried.</summary>
    public ProbeFindings? Own { get; init; }
}

namespace McpTenants.Operator.Instances;

/// <summary>What a running instance says of itself.</summary>
/// <param name="TenantUid">The tenant: a successor of the same name starts without a past.</param>
/// <param name="ToolCatalog">Digest of its tools.</param>
/// <param name="ProtocolVersions">MCP revisions that it speaks, separated by commas.</param>
/// <param name="Difference">How its tools differ from the pinned ones, in a few words for people; empty when they do not, or it cannot say.</param>
internal sealed record InstanceReport(string TenantUid, string ToolCatalog, string ProtocolVersions, string Difference)
{
    /// <summary>Whether records of its audit trail could not be written since its process started.</summary>
    public bool LostAuditRecords { get; init; }
}

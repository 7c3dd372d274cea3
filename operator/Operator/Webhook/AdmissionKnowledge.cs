using McpTenants.Api;

namespace McpTenants.Operator.Webhook;

/// <summary>What admission knows of the cluster.</summary>
/// <param name="Tenants">All tenants.</param>
/// <param name="Tombstones">Records of deleted ones.</param>
internal sealed record AdmissionKnowledge(IReadOnlyCollection<McpTenant> Tenants, IReadOnlyCollection<McpTenantTombstone> Tombstones);

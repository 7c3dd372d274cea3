using McpTenants.Api;
using McpTenants.Operator.Deprovision.Tombstones;

namespace McpTenants.Operator.Deprovision.Certificates;

/// <summary>Makes a certificate of what a tombstone says. Pure; nothing is claimed that was not seen.</summary>
internal static class CertificateBuilder
{
    private const string Unknown = "not recorded; see the audit log of the API server";

    /// <summary>The certificate.</summary>
    public static ErasureCertificate Of(McpTenantTombstone tombstone, DeprovisionOptions options, string executor)
    {
        var (spec, status) = (tombstone.Spec, tombstone.Status!);
        var verification = status.Verification!;
        return new ErasureCertificate
        {
            Tenant = new ErasedTenant(spec.TenantUid, spec.Tenant, spec.Hosts ?? []),
            Erased = [.. Erased(spec, status)],
            Requester = spec.DeletedBy ?? Unknown,
            Approver = PurgeRule.IsApproved(spec) ? $"{spec.Purge!.RequestedBy} and {spec.Purge.ApprovedBy}" : $"retention of the tenant's specification, until {Text(spec.PurgeAfter ?? spec.DeletedAt)}",
            Executor = executor,
            DeletedAt = spec.DeletedAt,
            StartedAt = status.PurgeStartedAt ?? spec.DeletedAt,
            EndedAt = verification.At,
            Verification = verification,
            Archive = spec.Archive,
            ResidualCopies = [.. Residual(spec, verification.At, options)],
            RecordsKept = [new KeptRecord("this certificate and the record of the removal (tenant name, UID, hosts, times)", $"McpTenantTombstone {tombstone.Metadata.Name}", options.RecordBasis)],
        };
    }

    private static IEnumerable<ErasedItem> Erased(McpTenantTombstoneSpec spec, McpTenantTombstoneStatus status)
    {
        if (spec.NamespaceUid is null)
        {
            yield return new ErasedItem("nothing: the tenant never had a namespace", spec.Namespace, "none");
            yield break;
        }

        var by = status.PurgeStartedAt is null ? "deleted by somebody else than the operator" : "deleted through the Kubernetes API";
        var contents = status.Inventory is { Count: > 0 } inventory ? $": {string.Join(", ", inventory.Select(i => $"{i.Count} {i.What}"))}" : "";
        yield return new ErasedItem($"namespace {spec.Namespace} ({spec.NamespaceUid}) with everything in it{contents}", "etcd of the cluster", $"clear: {by}, its end and that of its contents observed");
        if (status.Inventory?.FirstOrDefault(i => i.What == "persistentvolumeclaims") is { } claims)
        {
            yield return new ErasedItem(
                $"persistent volumes of {string.Join(", ", claims.Names ?? [])}", "storage class of the volumes", "clear: released and deleted by the storage driver (reclaim policy Delete); whether blocks are overwritten is the driver's property");
        }

        yield return new ErasedItem($"routes to {string.Join(", ", spec.Hosts ?? [])}, and routing and activity of the tenant", "ingress objects and memory of the gateways", "clear: deleted, every gateway replica asked");
    }

    private static IEnumerable<ResidualCopy> Residual(McpTenantTombstoneSpec spec, DateTimeOffset end, DeprovisionOptions options)
    {
        yield return new ResidualCopy("backups of etcd from before the erasure", "the platform's backups", end + options.EtcdBackupRetention);
        yield return new ResidualCopy("backups and snapshots of volumes from before the erasure", "the platform's backups", end + options.VolumeBackupRetention);
        yield return new ResidualCopy("Events about the tenant's object", "namespace default", end.AddHours(1));
        yield return new ResidualCopy("container logs, which carry the tenant's UID and no content of its documents", "nodes and the platform's log store", null);
        if (spec.Archive is { } archive)
        {
            yield return new ResidualCopy($"archive with SHA-256 {archive.Sha256}", $"McpExportTarget {archive.Target}: {archive.Location}", null);
        }
    }

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}

using System.Security.Cryptography;
using System.Text.Json;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;

namespace McpTenants.Operator.Deprovision.Verification;

/// <summary>Looks for what is left of a tenant: in its namespace, by its label everywhere, in storage, rights, routes and the gateways' memory. A scan, not a belief.</summary>
internal sealed class LeftoverScan(IKubernetesClient client, ResourceKinds kinds, KindLister lister, ReferenceScan references, GatewayMemory gateways, TimeProvider time)
{
    /// <summary>Scans. Everything is zero when nothing is left.</summary>
    public async Task<TombstoneVerification> ScanAsync(McpTenantTombstone tombstone, CancellationToken cancellationToken)
    {
        var spec = tombstone.Spec;
        var (all, silent) = await kinds.FindAsync(cancellationToken);
        var now = await client.GetAsync<V1Namespace>(spec.Namespace, ct: cancellationToken);
        var isOurs = now is not null && (now.Metadata.Uid == spec.NamespaceUid || now.GetLabel(McpTenantNames.TenantUidLabel) == spec.TenantUid);

        // A namespace of that name that somebody else made since then has contents of its own.
        var isFree = now is null || isOurs;
        var inside = new List<string>();
        var labelled = new List<string>();
        var notListed = new SortedSet<string>(silent, StringComparer.Ordinal);
        foreach (var kind in all)
        {
            if (isFree && kind.Namespaced)
            {
                inside.AddRange(await NamesAsync(kind, spec.Namespace, null, notListed, cancellationToken));
            }

            labelled.AddRange(await NamesAsync(kind, null, $"{McpTenantNames.TenantUidLabel}={spec.TenantUid}", notListed, cancellationToken));
        }

        TombstoneCount[] counts =
        [
            Inventory.Count($"namespace {spec.Namespace}", isOurs ? [spec.Namespace] : []),
            Inventory.Count($"objects in namespace {spec.Namespace}", inside),
            Inventory.Count("objects anywhere with the tenant's UID as label", labelled),
            .. isFree ? await references.ScanAsync(spec.Namespace, cancellationToken) : [],
            await references.RoutesAsync(spec, cancellationToken),
            await gateways.ScanAsync(spec.TenantUid, cancellationToken),
        ];
        return Sealed(new TombstoneVerification { At = time.GetUtcNow(), Kinds = all.Count, Counts = counts, NotListed = notListed.Count == 0 ? null : [.. notListed] });
    }

    /// <summary>The digest over what was found, so that a certificate can name it.</summary>
    internal static TombstoneVerification Sealed(TombstoneVerification found) => found with
    {
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(
            JsonSerializer.SerializeToUtf8Bytes(found with { Sha256 = null }, ErasureCertificateJson.Default.TombstoneVerification))),
    };

    private async Task<IEnumerable<string>> NamesAsync(ResourceKind kind, string? ns, string? selector, SortedSet<string> notListed, CancellationToken cancellationToken)
    {
        var (found, problem) = await lister.ListAsync(kind, ns, selector, cancellationToken);
        if (problem is not null)
        {
            notListed.Add($"{kind.Name}: {problem}");
        }

        return (found ?? []).Select(o => o.NamespaceProperty is { Length: > 0 } home ? $"{kind.Name} {home}/{o.Name}" : $"{kind.Name} {o.Name}");
    }
}

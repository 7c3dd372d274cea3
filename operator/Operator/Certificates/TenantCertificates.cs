using System.Collections.Concurrent;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;
using McpTenants.Authorization.Peers;
using McpTenants.Operator.Plan;

namespace McpTenants.Operator.Certificates;

/// <summary>
/// The certificates in tenants' namespaces. Read by name when a tenant is looked at: a cache of Secrets would need rights on all Secrets of the cluster. Kept
/// in memory is what they say, never a key.
/// </summary>
internal sealed class TenantCertificates(IKubernetesClient client, CertificateAuthority authority, TimeProvider time)
{
    // A pass of the pipeline is rarely alone.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (LeafState? State, long Read)> known = new(StringComparer.Ordinal);

    /// <summary>The first end of all certificates that are known; null without any.</summary>
    public DateTimeOffset? EarliestEnd => known.Values.Min(k => k.State?.Until);

    /// <summary>What is there for a tenant, and what has to happen.</summary>
    public async Task<CertificateLook> LookAsync(string tenantNamespace, string tenantUid, CancellationToken cancellationToken)
    {
        var state = await authority.GetAsync(cancellationToken);
        if (!known.TryGetValue(tenantUid, out var seen) || time.GetElapsedTime(seen.Read) >= Fresh)
            known[tenantUid] = seen = (await ReadAsync(tenantNamespace, cancellationToken), time.GetTimestamp());
        return new CertificateLook(seen.State, state, LeafPlan.ReasonToIssue(seen.State, PeerNames.Tenant(tenantUid), state.Bundle, time.GetUtcNow()));
    }

    /// <summary>The certificate that a look asks for; null when what is there stays.</summary>
    public CertificateFiles? Issue(CertificateLook? look, string tenantUid) => look?.Reason is null ? null : authority.IssueTenant(look.Authority, tenantUid);

    /// <summary>A certificate was written.</summary>
    /// <returns>What it says.</returns>
    public LeafState Keep(string tenantUid, CertificateFiles written)
    {
        var state = LeafState.Read(written.Certificate, written.Key, written.Bundle)!;
        known[tenantUid] = (state, time.GetTimestamp());
        return state;
    }

    /// <summary>Brings a tenant's certificate up to date outside of the pipeline.</summary>
    public async Task EnsureAsync(PlanInput input, CancellationToken cancellationToken)
    {
        var look = await LookAsync(input.Namespace, input.Tenant.Uid, cancellationToken);
        // Not kept in mind: whoever calls this is taking the tenant away.
        Forget(input.Tenant.Uid);
        if (Issue(look, input.Tenant.Uid) is { } files)
            await TlsSecretBuilder.Build(input with { Certificate = files })!.CreateAsync(client, cancellationToken);
    }

    /// <summary>The tenant is gone.</summary>
    public void Forget(string tenantUid) => known.TryRemove(tenantUid, out _);

    private async Task<LeafState?> ReadAsync(string tenantNamespace, CancellationToken cancellationToken)
    {
        try
        {
            return CertificateFiles.StateOf(await client.GetAsync<V1Secret>(McpTenantNames.TlsSecret, tenantNamespace, cancellationToken));
        }
        catch (HttpOperationException e) when (e.IsForbidden())
        {
            // The RoleBinding is not there yet, and then nothing else is.
            return null;
        }
    }
}

/// <summary>What a pass knows of a tenant's certificate.</summary>
/// <param name="Current">What is there; null for nothing of use.</param>
/// <param name="Authority">The authorities at that time.</param>
/// <param name="Reason">Why one is issued; null when it stays.</param>
internal sealed record CertificateLook(LeafState? Current, AuthorityState Authority, string? Reason);

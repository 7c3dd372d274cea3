using k8s;
using McpTenants.Api;
using McpTenants.Operator.Vaults.Decide;

namespace McpTenants.Operator.Vaults;

/// <summary>One look at a tenant's secrets.</summary>
internal sealed record SyncRequest
{
    /// <summary>The tenant.</summary>
    public required McpTenant Tenant { get; init; }

    /// <summary>What it asks for.</summary>
    public required EffectiveVault Wanted { get; init; }

    /// <summary>The binding, which is valid and lists it.</summary>
    public required McpVaultBindingSpec Binding { get; init; }

    /// <summary>What is mounted; null for nothing.</summary>
    public required MountedSet? Mounted { get; init; }

    /// <summary>Writes a set; only a set that was written counts as read.</summary>
    public required Func<MountedSet, Task> Write { get; init; }

    /// <summary>Host and port of the vault.</summary>
    public string Vault => new Uri(Binding.VaultUrl).Authority.ToLowerInvariant();

    /// <summary>Everything that decides which values come; who else the binding lists is no part of it.</summary>
    public string Question =>
        string.Join(' ', Wanted.Items) + KubernetesJson.Serialize(Tenant.Spec.Secrets!) + KubernetesJson.Serialize(Binding with { Tenants = null, TenantSelector = null });
}

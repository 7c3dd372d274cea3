using System.Collections.Concurrent;

namespace KeyVaultEmulator.Vault;

/// <summary>One vault: its directory, its rights and its secrets.</summary>
internal sealed class EmulatedVault(string name, Guid tenantId, VaultRules rules, TimeProvider time)
{
    /// <summary>First label of its host.</summary>
    public string Name => name;

    /// <summary>Directory whose tokens it takes.</summary>
    public Guid TenantId => tenantId;

    /// <summary>Its secrets.</summary>
    public SecretStore Secrets { get; } = new(rules, time);

    /// <summary>Role assignments.</summary>
    public ConcurrentBag<Grant> Grants { get; } = [];

    /// <summary>Takes all rights away from an identity, and gives others.</summary>
    public void Assign(Guid objectId, Permissions permissions)
    {
        var others = Grants.Where(g => g.ObjectId != objectId).ToList();
        Grants.Clear();
        others.ForEach(Grants.Add);
        Grants.Add(new Grant(objectId, permissions));
    }

    /// <summary>Whether an identity may do something.</summary>
    public bool Allows(Guid objectId, Permissions wanted, string? secret) => Grants.Any(g =>
        g.ObjectId == objectId && g.Permissions.HasFlag(wanted) && (g.Secret is null || string.Equals(g.Secret, secret, StringComparison.OrdinalIgnoreCase)));
}

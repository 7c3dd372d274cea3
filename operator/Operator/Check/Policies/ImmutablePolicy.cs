using McpTenants.Api;
using McpTenants.Api.Values;

namespace McpTenants.Operator.Check.Policies;

/// <summary>What cannot change in a tenant's life: the host clients know, and what a volume cannot do.</summary>
internal static class ImmutablePolicy
{
    internal static IEnumerable<Violation> Check(TenantCheckInput input)
    {
        if (input.Old is not { } old)
            yield break;
        var (before, now) = (old.Spec.Subdomain ?? old.Metadata.Name, input.Tenant.Spec.Subdomain ?? input.Tenant.Metadata.Name);
        if (before != now)
            yield return Violation.Of(Reasons.Immutable, "spec.subdomain", $"it cannot change from '{before}' to '{now}'", "add the new name to spec.customHosts, or create another tenant");

        var (vault, newVault) = (EffectiveVault.Of(old.Spec.Secrets)?.Binding, EffectiveVault.Of(input.Tenant.Spec.Secrets)?.Binding);
        if (vault is not null && newVault is not null && vault != newVault)
            yield return Violation.Of(Reasons.Immutable, "spec.secrets.keyVault.binding", $"it cannot change from '{Names.Shown(vault)}' to '{Names.Shown(newVault)}'", "let the platform change the binding, or remove spec.secrets first");

        var (oldStorage, storage) = (old.Spec.Instance?.Storage, input.Tenant.Spec.Instance?.Storage);
        if ((oldStorage?.StorageClassName ?? string.Empty) != (storage?.StorageClassName ?? string.Empty))
            yield return Violation.Of(Reasons.Immutable, "spec.instance.storage.storageClassName", "a volume cannot change its class", "restore the old value, or create another tenant");
        if (Size(old, input) is { } oldSize && Size(input.Tenant, input) is { } size && size < oldSize)
            yield return Violation.Of(Reasons.Immutable, "spec.instance.storage.size", "a volume cannot shrink", "keep the old size or a larger one");
    }

    private static decimal? Size(McpTenant tenant, TenantCheckInput input) =>
        Quantity.TryParse(Effective.Of(tenant, input.Platform).StorageSize, out var size) ? size : null;
}

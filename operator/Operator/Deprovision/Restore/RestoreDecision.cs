using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Operator.Deprovision.Restore;

/// <summary>What a tenant that wants to take a deleted one's place may do now.</summary>
internal abstract record RestoreDecision
{
    /// <summary>It has the namespace, or wants none.</summary>
    internal sealed record Done : RestoreDecision;

    /// <summary>It cannot have it.</summary>
    /// <param name="Message">Why, for people.</param>
    internal sealed record Refused(string Message) : RestoreDecision;

    /// <summary>Not yet.</summary>
    /// <param name="Message">What it waits for.</param>
    internal sealed record Wait(string Message) : RestoreDecision;

    /// <summary>Claim the tombstone.</summary>
    internal sealed record Claim : RestoreDecision;

    /// <summary>The tombstone is claimed: take the namespace over.</summary>
    internal sealed record TakeOver : RestoreDecision;

    /// <summary>Decides. Pure.</summary>
    /// <param name="tenant">The new tenant.</param>
    /// <param name="tombstone">The record that it names, as the API server holds it.</param>
    /// <param name="home">The namespace of its name, as the API server holds it.</param>
    public static RestoreDecision Of(McpTenant tenant, McpTenantTombstone? tombstone, V1Namespace? home)
    {
        var owner = home?.GetLabel(McpTenantNames.TenantUidLabel);
        if (tenant.Spec.RestoreFrom is not { Length: > 0 } from || owner == tenant.Metadata.Uid)
        {
            return new Done();
        }

        if (tombstone is null)
        {
            return new Refused($"spec.restoreFrom: there is no McpTenantTombstone '{from}'; kubectl get mcptenanttombstones lists them, or remove the field to begin with nothing");
        }

        var spec = tombstone.Spec;
        return spec.Tenant != tenant.Metadata.Name ? new Refused($"spec.restoreFrom: it is of the tenant '{spec.Tenant}'; name the new tenant so")
            : tombstone.Status?.Phase == TombstonePhase.Purged ? new Refused($"spec.restoreFrom: the tenant was erased at {tombstone.Status.Certificate?.IssuedAt:O}; remove the field to begin with nothing")
            : tombstone.Status?.Phase == TombstonePhase.Restored ? new Refused("spec.restoreFrom: it was given back to another tenant already; remove the field to begin with nothing")
            : tombstone.Status?.PurgeStartedAt is not null ? new Refused("spec.restoreFrom: erasing has begun; remove the field to begin with nothing")
            : home is null || home.Metadata.DeletionTimestamp is not null || owner != spec.TenantUid ? new Refused($"spec.restoreFrom: the namespace {spec.Namespace} is not there any more, or not the deleted tenant's")
            : spec.Restore is { } claim && claim.TenantUid != tenant.Metadata.Uid ? new Wait($"Tenant {claim.TenantUid} claims it too.")
            : spec.Restore is not null ? new TakeOver()
            : tombstone.Status?.Phase == TombstonePhase.Retained ? new Claim()
            : new Wait("The deleted tenant is still being cut off.");
    }
}

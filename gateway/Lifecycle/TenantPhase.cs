namespace McpTenants.Gateway.Lifecycle;

/// <summary>What this replica knows about whether a tenant's process can be called.</summary>
internal enum TenantPhase
{
    /// <summary>Nothing is known (fresh replica, or the pod vanished); the next request finds out. Not the same as asleep.</summary>
    Unknown,

    /// <summary>Scaled to zero with our consent.</summary>
    Asleep,

    /// <summary>Requests are held until a pod answers.</summary>
    Waking,

    /// <summary>A pod answered with the tenant's identity.</summary>
    Awake,

    /// <summary>We consented to sleep; requests are held, because the pod may be going away.</summary>
    Draining,

    /// <summary>The last wake failed for a reason that waiting does not cure; refused until <see cref="TenantState.RetryAt"/>.</summary>
    Failed,
}

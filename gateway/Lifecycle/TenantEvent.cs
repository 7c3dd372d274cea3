namespace McpTenants.Gateway.Lifecycle;

/// <summary>Everything that can happen to a tenant as one replica sees it.</summary>
internal abstract record TenantEvent
{
    /// <summary>An authenticated request that may wake the tenant.</summary>
    internal sealed record Arrived(int QueueLimit) : TenantEvent;

    /// <summary>A held request gave up: its client left, or its deadline passed.</summary>
    internal sealed record WaiterLeft : TenantEvent;

    /// <summary>The last byte of an admitted request's answer was written, or the request ended otherwise.</summary>
    internal sealed record Finished : TenantEvent;

    /// <summary>An admitted request could not connect to this pod. Nothing of it was sent, so it goes back to the queue.</summary>
    internal sealed record Unreachable(string PodUid) : TenantEvent;

    /// <summary>The scale is 1, by our write or by another's.</summary>
    internal sealed record ScaledUp(long Attempt) : TenantEvent;

    /// <summary>The scale was read as 0: the sleep we consented to has happened.</summary>
    internal sealed record SleepObserved(long Attempt) : TenantEvent;

    /// <summary>A pod answered with the tenant's identity.</summary>
    internal sealed record PodReady(long Attempt, InstancePod Pod) : TenantEvent;

    /// <summary>The pod is being deleted or gone.</summary>
    internal sealed record PodGone(string PodUid) : TenantEvent;

    /// <summary>This wake cannot succeed for now.</summary>
    internal sealed record WakeFailed(long Attempt, WakeTrouble Trouble) : TenantEvent;

    /// <summary>This wake has lasted for its whole deadline.</summary>
    internal sealed record WakeExpired(long Attempt) : TenantEvent;

    /// <summary>Time passed while requests are held.</summary>
    internal sealed record Tick : TenantEvent;

    /// <summary>The operator asks for consent to sleep.</summary>
    internal sealed record DrainAsked : TenantEvent;

    /// <summary>The operator wrote the scale 1 -> 0.</summary>
    internal sealed record SleepConfirmed : TenantEvent;

    /// <summary>The operator gave up on this sleep.</summary>
    internal sealed record SleepAborted : TenantEvent;

    /// <summary>Nobody told us what became of the sleep we consented to, so we read the scale.</summary>
    /// <param name="Lease">The end of the lease that ran out; a later consent has another.</param>
    /// <param name="Up">The scale is 1: there was no sleep.</param>
    internal sealed record OutcomeRead(TimeSpan Lease, bool Up) : TenantEvent;
}

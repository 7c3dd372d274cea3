namespace McpTenants.Gateway.Lifecycle;

/// <summary>What the shell has to do after a transition; the details stand in the new state.</summary>
[Flags]
internal enum Effects
{
    None = 0,

    /// <summary>Start the wake of <see cref="TenantState.Attempt"/>: scale, watch pods, probe.</summary>
    BeginWake = 1,

    /// <summary>Stop the running wake.</summary>
    EndWake = 2,

    /// <summary>Let every held request go to <see cref="TenantState.Pod"/>.</summary>
    ReleaseWaiters = 4,

    /// <summary>Answer every held request with <see cref="TenantState.Trouble"/>.</summary>
    RefuseWaiters = 8,

    /// <summary>Close the connections to the former pod.</summary>
    DropPod = 16,

    /// <summary>Stop watching the tenant's pods.</summary>
    StopPodWatch = 32,

    /// <summary>Look at the scale now instead of at the next tick.</summary>
    CheckScaleNow = 64,
}

/// <summary>The direct answer to whoever caused the event.</summary>
internal enum Verdict
{
    None,
    Forward,
    Wait,
    Refuse,
    QueueFull,
    Consent,
    Veto,
}

internal readonly record struct Transition(TenantState State, Effects Effects, Verdict Verdict);

namespace McpTenants.Gateway.Lifecycle;

/// <summary>Why a wake cannot succeed for now, as a stable class that is safe to show to the caller.</summary>
internal enum WakeFailure
{
    /// <summary>No failure.</summary>
    None,

    /// <summary>The image cannot be pulled.</summary>
    ImagePull,

    /// <summary>The container cannot be created from its configuration.</summary>
    ContainerConfig,

    /// <summary>The process keeps ending.</summary>
    CrashLoop,

    /// <summary>No node takes the pod.</summary>
    Unschedulable,

    /// <summary>The namespace's quota leaves no room for the pod.</summary>
    QuotaExceeded,

    /// <summary>The API server refuses to create the pod: an admission policy, or Pod Security.</summary>
    PodRefused,

    /// <summary>The API server does not answer.</summary>
    ApiUnavailable,

    /// <summary>The workload does not exist or we may not scale it.</summary>
    NotProvisioned,
}

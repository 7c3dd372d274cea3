namespace McpTenants.Operator.Deprovision.Tombstones;

/// <summary>The steps of a removal, in order. Each can be repeated, and the next one is found from what is in the cluster alone.</summary>
internal enum TombstoneStep
{
    /// <summary>Delete the ways in from outside.</summary>
    CutRoute,

    /// <summary>Scale to zero.</summary>
    StopWorkload,

    /// <summary>Leave nothing in the namespace's network but the policy that denies everything.</summary>
    Quarantine,

    /// <summary>Wait until no pod writes to the volume.</summary>
    WaitForPods,

    /// <summary>Keep everything: the retention is not over, or erasing is forbidden.</summary>
    Hold,

    /// <summary>Bring the archive to safety, or read it again.</summary>
    Export,

    /// <summary>Write down where the archive is.</summary>
    RecordArchive,

    /// <summary>Write down that there is no way back from here, and what is about to be erased.</summary>
    BeginPurge,

    /// <summary>Delete the namespace.</summary>
    DeleteNamespace,

    /// <summary>Wait until it is gone.</summary>
    WaitForNamespace,

    /// <summary>Wait until the storage behind it is gone.</summary>
    WaitForVolumes,

    /// <summary>Look for what is left, everywhere.</summary>
    Verify,

    /// <summary>Sign the proof.</summary>
    Certify,

    /// <summary>Let go of what is not needed any more.</summary>
    Close,

    /// <summary>Nothing is left to do.</summary>
    Done,

    /// <summary>A new tenant is about to take the namespace over.</summary>
    AwaitRestore,

    /// <summary>The tenant that wanted to take over is gone: keep on keeping.</summary>
    ReleaseClaim,

    /// <summary>The new tenant has it.</summary>
    GiveBack,
}

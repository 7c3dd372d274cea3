namespace McpTenants.Operator.Deprovision;

/// <summary>The steps of a removal, in order. Each can be repeated, and the next one is found from the state of the cluster alone.</summary>
internal enum DeprovisionStep
{
    /// <summary>Delete the ways in from outside.</summary>
    CutRoute,

    /// <summary>Scale to zero.</summary>
    StopWorkload,

    /// <summary>Wait until no pod writes to the volume.</summary>
    WaitForPods,

    /// <summary>Bring the archive to safety.</summary>
    Export,

    /// <summary>Delete the namespace.</summary>
    DeleteNamespace,

    /// <summary>Wait until it is gone.</summary>
    WaitForNamespace,

    /// <summary>Wait until the storage behind it is gone.</summary>
    WaitForVolumes,

    /// <summary>Nothing is left: let the tenant object go.</summary>
    Release,
}

namespace McpTenants.Audit;

/// <summary>What a record waits for before the call is answered. Whatever is chosen, the operating system has it: a killed process loses none.</summary>
public enum AuditSync
{
    /// <summary>Calls that may have changed something wait until their record is on the disk; records of reads follow within 100 ms. The default.</summary>
    Changes,

    /// <summary>Every call waits until its record is on the disk.</summary>
    EveryCall,
}

namespace McpTenants.Audit;

/// <summary>Kinds of records.</summary>
public static class AuditEvents
{
    /// <summary>A tool call, resource read or prompt.</summary>
    public const string Call = "call";

    /// <summary>A secret of the tenant was used towards an upstream.</summary>
    public const string Credential = "credential";

    /// <summary>A writer began a new epoch; declares torn ends that it found.</summary>
    public const string Open = "open";

    /// <summary>A writer ended its epoch in good order.</summary>
    public const string Close = "close";

    /// <summary>Records were lost while nothing could be written and the policy was to go on.</summary>
    public const string Gap = "gap";

    /// <summary>Files were removed because their records were older than the retention; carries the heads of what was removed.</summary>
    public const string Retention = "retention";
}

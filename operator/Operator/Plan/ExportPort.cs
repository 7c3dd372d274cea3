namespace McpTenants.Operator.Plan;

/// <summary>Where the export job serves the archive.</summary>
internal static class ExportPort
{
    /// <summary>Port of the job's container.</summary>
    public const int Number = 8082;
}

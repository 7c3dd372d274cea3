namespace McpTenants.Operator.Deprovision.Tombstones;

/// <summary>What came of a step.</summary>
/// <param name="Wait">Nothing more can be done now.</param>
/// <param name="Reason">Reason of the condition.</param>
/// <param name="Message">What it waits for.</param>
/// <param name="Export">What came of the export.</param>
internal sealed record StepResult(bool Wait, string Reason = "", string Message = "", ExportResult? Export = null)
{
    /// <summary>It is done: look again.</summary>
    public static StepResult Next { get; } = new(false);

    /// <summary>It takes time.</summary>
    public static StepResult WaitFor(string reason, string message) => new(true, reason, message);
}

namespace McpTenants.Instance.Tools;

/// <summary>The call behind something that is done, as records of it name it.</summary>
/// <param name="Tool">Name of the tool.</param>
/// <param name="Subject">Kind and subject of the caller; null or empty: nobody known.</param>
/// <param name="Correlation">What joins all records of the call; null: nothing.</param>
internal sealed record CallOrigin(string Tool, string? Subject, string? Correlation);

namespace McpTenants.Instance.Tools;

/// <summary>An argument is missing or wrong. Its message goes to the caller, whose model can then correct itself (SEP-1303).</summary>
internal sealed class ToolInputException(string message) : Exception(message);

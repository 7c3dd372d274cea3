namespace McpTenants.Bench;

/// <summary>A component does not support a measurement yet, or this machine cannot make it. Not an error, but said aloud.</summary>
internal sealed class NotMeasurableException(string reason) : Exception(reason);

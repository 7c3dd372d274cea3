namespace McpTenants.Instance.Connectors;

/// <summary>A call of a service that did not work out. Its message goes to the caller: it names no address, no file and no secret.</summary>
internal sealed class UpstreamException(string message, Exception? inner = null) : Exception(message, inner);

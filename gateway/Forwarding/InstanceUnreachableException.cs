namespace McpTenants.Gateway.Forwarding;

/// <summary>No connection to the tenant's pod came about, so nothing of the request has left us and it may be sent again.</summary>
internal sealed class InstanceUnreachableException(string message, Exception? inner = null) : IOException(message, inner);

namespace McpTenants.Instance.Sidecars;

/// <summary>A third-party server did not do its part. The message goes to the caller.</summary>
internal sealed class SidecarException(string message, Exception? inner = null) : Exception(message, inner);

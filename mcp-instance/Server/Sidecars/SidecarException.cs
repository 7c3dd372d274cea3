using ModelContextProtocol;

namespace McpTenants.Instance.Sidecars;

/// <summary>A third-party server did not do its part. The message completes a sentence that begins with the server, and goes to the caller.</summary>
internal sealed class SidecarException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The error that the server answered with; null: it did not.</summary>
    public McpErrorCode? Code { get; init; }

    /// <summary>The whole sentence.</summary>
    /// <param name="noun">What was asked for: a tool, a prompt.</param>
    public string About(string noun) => $"The server of this {noun} {Message}";
}

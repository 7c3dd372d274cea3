namespace McpTenants.Gateway.Edge;

/// <summary>An answer by the gateway itself. Reasons are constants of our own: they go into metrics and logs.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Reason">Stable word for metrics, logs and the problem document.</param>
/// <param name="Title">The same for people; constant, so that it can leak nothing.</param>
internal sealed record Refusal(int Status, string Reason, string Title)
{
    /// <summary>When to come back.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Value of WWW-Authenticate.</summary>
    public string? Challenge { get; init; }

    /// <summary>Value of Allow.</summary>
    public string? Allow { get; init; }

    /// <summary>The body is unread and may be large or endless: the connection is of no further use.</summary>
    public bool Close { get; init; }
}

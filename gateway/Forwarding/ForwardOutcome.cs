namespace McpTenants.Gateway.Forwarding;

/// <summary>How a forwarded call ended.</summary>
internal enum ForwardOutcome
{
    /// <summary>The answer was passed on whole.</summary>
    Done,

    /// <summary>No connection came about; nothing of the request was sent.</summary>
    Unreachable,

    /// <summary>The client left.</summary>
    ClientLeft,

    /// <summary>The body could not be read from the client.</summary>
    BadBody,

    /// <summary>The body is larger than allowed.</summary>
    BodyTooLarge,

    /// <summary>The tenant's server broke off.</summary>
    NoAnswer,

    /// <summary>The tenant's server was silent for too long.</summary>
    Timeout,
}

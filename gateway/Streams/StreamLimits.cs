namespace McpTenants.Gateway.Streams;

/// <summary>The bounds of streams that stay open while nothing happens. Defaults are those of the command line.</summary>
internal sealed record StreamLimits
{
    /// <summary>Streams open per tenant at this replica; the next one is refused.</summary>
    public int PerTenant { get; init; } = 32;

    /// <summary>After this much silence a comment is sent, so that nobody on the way takes the connection for dead.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A stream without an event for so long is ended; a client that still wants it comes back.</summary>
    public TimeSpan IdleLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Over how long a leaving replica spreads the ends of its streams, so that their clients do not all come back at once.</summary>
    public TimeSpan LeaveSpread { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Largest single event; a stream with a larger one is cut.</summary>
    public int MaxEventBytes { get; init; } = 1024 * 1024;

    /// <summary>Largest body of <c>subscriptions/listen</c> that is kept to be sent again; a call with a larger one is an ordinary call.</summary>
    public int MaxListenBytes { get; init; } = 16 * 1024;
}

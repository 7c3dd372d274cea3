namespace McpTenants.Gateway.Lifecycle;

/// <summary>What a look at the scale found, and did.</summary>
internal enum ScaleResult
{
    /// <summary>It already was 1 or more.</summary>
    WasUp,

    /// <summary>It was 0 and our write made it 1.</summary>
    Raised,

    /// <summary>It was 0 and somebody else wrote in between; look again.</summary>
    Contended,
}

/// <summary>Reads a tenant's scale and raises it from 0 to 1 by compare-and-swap.</summary>
/// <param name="ns">The tenant's namespace.</param>
/// <param name="foundAsleep">Called between the look that found 0 and the write.</param>
/// <param name="ct">Gives up.</param>
/// <exception cref="WakeFailedException">The API server is away, or the workload is not ours to scale.</exception>
internal delegate Task<ScaleResult> ScaleRaiser(string ns, Action foundAsleep, CancellationToken ct);

/// <summary>Reads a tenant's scale and leaves it alone. True: 1 or more; null: nobody answers for now.</summary>
internal delegate Task<bool?> ScaleReader(string ns, CancellationToken ct);

/// <summary>A wake that waiting does not cure.</summary>
internal sealed class WakeFailedException(WakeFailure failure, Exception inner) : Exception($"wake failed: {failure}", inner)
{
    public WakeFailure Failure { get; } = failure;
}

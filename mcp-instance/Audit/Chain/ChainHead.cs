namespace McpTenants.Audit.Chain;

/// <summary>The last record of a chain: what the next one must name.</summary>
/// <param name="Sequence">Its number; 0 before the first.</param>
/// <param name="Hash">Its SHA-256, 64 lower-case hexadecimal digits.</param>
internal sealed record ChainHead(long Sequence, string Hash)
{
    /// <summary>Before the first record.</summary>
    public static ChainHead Genesis { get; } = new(0, new string('0', 64));
}

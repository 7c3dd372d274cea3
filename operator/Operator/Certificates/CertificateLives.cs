namespace McpTenants.Operator.Certificates;

/// <summary>
/// How long certificates live. One authority takes over from another in three steps, each far enough from the next that whoever is slowest has followed:
/// the new one is trusted before it signs, and the old one is trusted until the last of what it signed has ended.
/// </summary>
internal sealed record CertificateLives
{
    /// <summary>Life of an authority. Default 1 year.</summary>
    public TimeSpan Authority { get; init; } = TimeSpan.FromDays(365);

    /// <summary>Life of a tenant's, gateway's or operator's certificate. Default 30 days; each is renewed when about two thirds have passed.</summary>
    public TimeSpan Leaf { get; init; } = TimeSpan.FromDays(30);

    /// <summary>What is left of an authority's life when the next one is introduced. Default three lives of a leaf.</summary>
    public TimeSpan Handover => 3 * Leaf;

    /// <summary>Time between trusting a new authority and signing with it: files in pods follow a changed Secret within minutes. Default 1 day.</summary>
    public TimeSpan Spread { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How far clocks of nodes may be behind. Default 5 minutes.</summary>
    public TimeSpan Skew { get; init; } = TimeSpan.FromMinutes(5);
}

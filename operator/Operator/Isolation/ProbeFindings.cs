namespace McpTenants.Operator.Isolation;

/// <summary>Everything that came of one probe.</summary>
internal sealed record ProbeFindings
{
    /// <summary>What was to be tried.</summary>
    public required IReadOnlyList<ProbeTarget> Targets { get; init; }

    /// <summary>What the probe saw; null when it never said.</summary>
    public ProbeReport? Report { get; init; }

    /// <summary>What answers the operator, by name; nothing of those it did not try.</summary>
    public IReadOnlyDictionary<string, bool> Controls { get; init; } = new Dictionary<string, bool>(StringComparer.Ordinal);

    /// <summary>Whether the operator got through to the probe at its open port; null when it did not try.</summary>
    public bool? OpenPort { get; init; }

    /// <summary>Whether it got through at the closed port; null when it did not try.</summary>
    public bool? ClosedPort { get; init; }

    /// <summary>Why there is no report; null when there is one.</summary>
    public string? Trouble { get; init; }
}

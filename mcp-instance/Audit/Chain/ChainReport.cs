namespace McpTenants.Audit.Chain;

/// <summary>What a check found.</summary>
internal sealed record ChainReport
{
    public required int Files { get; init; }

    public required long Records { get; init; }

    public required int Epochs { get; init; }

    /// <summary>The last record.</summary>
    public required ChainHead Head { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    /// <summary>Losses that the chain itself declares, and an unfinished end; none of them breaks it.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The first place where the chain does not hold; null: it holds.</summary>
    public ChainBreak? Break { get; init; }

    public bool IsIntact => Break is null;
}

/// <summary>Where and why a chain does not hold.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Line">Line in it, from 1; 0: the file as a whole.</param>
/// <param name="Problem">What is wrong, for people.</param>
internal sealed record ChainBreak(string File, int Line, string Problem);

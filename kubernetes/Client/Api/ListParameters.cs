namespace k8s;

/// <summary>How to list one page.</summary>
public sealed record ListParameters
{
    /// <summary>Label selector; null for all.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector; null for all.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Most objects per page; null for all at once.</summary>
    public int? Limit { get; init; }

    /// <summary>Where the last page ended. Excludes <see cref="ResourceVersion"/>.</summary>
    public string? Continue { get; init; }

    /// <summary>Null: newest state (a quorum read). "0": whatever the server has cached. Else: at least that new.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary><c>NotOlderThan</c> or <c>Exact</c>; null leaves it to the server.</summary>
    public string? ResourceVersionMatch { get; init; }

    /// <summary>Receive metadata only. Default false.</summary>
    public bool MetadataOnly { get; init; }
}

namespace k8s;

/// <summary>How to watch.</summary>
public sealed record WatchParameters
{
    /// <summary>Start after this version. Null gives synthetic Added events first and is for experiments only.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Label selector; null for all.</summary>
    public string? LabelSelector { get; init; }

    /// <summary>Field selector; null for all.</summary>
    public string? FieldSelector { get; init; }

    /// <summary>Ask for bookmarks. Default true; the server still may send none.</summary>
    public bool AllowWatchBookmarks { get; init; } = true;

    /// <summary>Seconds after which the server closes the stream; null leaves it to the server.</summary>
    public int? TimeoutSeconds { get; init; }

    /// <summary>Stream the present state first (servers from 1.27 on); needs <see cref="ResourceVersionMatch"/> NotOlderThan.</summary>
    public bool? SendInitialEvents { get; init; }

    /// <summary><c>NotOlderThan</c> together with <see cref="SendInitialEvents"/>; else null.</summary>
    public string? ResourceVersionMatch { get; init; }

    /// <summary>Receive metadata only. Default false.</summary>
    public bool MetadataOnly { get; init; }
}

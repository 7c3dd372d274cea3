namespace k8s.Models;

/// <summary>Names a kind.</summary>
public sealed record V1GroupVersionKind
{
    /// <summary>API group; empty for the core group.</summary>
    [JsonPropertyName("group")]
    public string Group { get; set; } = "";

    /// <summary>Version within the group.</summary>
    [JsonPropertyName("version")]
    public string Version { get; set; } = "";

    /// <summary>Kind.</summary>
    [JsonPropertyName("kind")]
    public string Kind { get; set; } = "";
}

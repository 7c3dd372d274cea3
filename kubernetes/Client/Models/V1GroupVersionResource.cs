namespace k8s.Models;

/// <summary>Names a resource.</summary>
public sealed record V1GroupVersionResource
{
    /// <summary>API group; empty for the core group.</summary>
    [JsonPropertyName("group")]
    public string Group { get; set; } = "";

    /// <summary>Version within the group.</summary>
    [JsonPropertyName("version")]
    public string Version { get; set; } = "";

    /// <summary>Plural name as in URLs.</summary>
    [JsonPropertyName("resource")]
    public string Resource { get; set; } = "";
}

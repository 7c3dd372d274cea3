namespace k8s.Models;

/// <summary>Any object of any kind, reduced to its metadata.</summary>
public sealed record V1PartialObjectMetadata : IMetadata<V1ObjectMeta>
{
    /// <summary>The metadata.</summary>
    [System.Text.Json.Serialization.JsonPropertyName("metadata")]
    public V1ObjectMeta Metadata { get; set; } = new();
}

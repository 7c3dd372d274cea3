namespace k8s;

/// <summary>Base class for kinds that are written by hand.</summary>
public abstract class KubernetesObject : IKubernetesObject
{
    /// <inheritdoc/>
    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = "";

    /// <inheritdoc/>
    [JsonPropertyName("kind")]
    public string Kind { get; set; } = "";
}

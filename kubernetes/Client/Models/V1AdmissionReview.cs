namespace k8s.Models;

/// <summary>What the API server posts to an admission webhook, and what it expects back. Not in its OpenAPI document.</summary>
[KubernetesEntity(Group = KubeGroup, Kind = KubeKind, ApiVersion = KubeApiVersion)]
public sealed record V1AdmissionReview : IKubernetesObject
{
    /// <summary>Version within the API group.</summary>
    public const string KubeApiVersion = "v1";

    /// <summary>Kind.</summary>
    public const string KubeKind = "AdmissionReview";

    /// <summary>API group.</summary>
    public const string KubeGroup = "admission.k8s.io";

    /// <inheritdoc/>
    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; set; } = "admission.k8s.io/v1";

    /// <inheritdoc/>
    [JsonPropertyName("kind")]
    public string Kind { get; set; } = KubeKind;

    /// <summary>The question; set by the server.</summary>
    [JsonPropertyName("request")]
    public V1AdmissionRequest? Request { get; set; }

    /// <summary>The answer; set by the webhook.</summary>
    [JsonPropertyName("response")]
    public V1AdmissionResponse? Response { get; set; }
}

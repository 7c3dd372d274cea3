using System.Text.Json;

namespace k8s.Models;

/// <summary>One write that asks for admission.</summary>
public sealed record V1AdmissionRequest
{
    /// <summary>Identifies this question; the answer repeats it.</summary>
    [JsonPropertyName("uid")]
    public string Uid { get; set; } = "";

    /// <summary>Kind of the object as sent to the webhook.</summary>
    [JsonPropertyName("kind")]
    public V1GroupVersionKind? Kind { get; set; }

    /// <summary>Resource being written.</summary>
    [JsonPropertyName("resource")]
    public V1GroupVersionResource? Resource { get; set; }

    /// <summary>Subresource, such as <c>status</c>; null for the object itself.</summary>
    [JsonPropertyName("subResource")]
    public string? SubResource { get; set; }

    /// <summary>Name; null when the server is going to generate it.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; set; }

    /// <summary>Namespace; null for cluster-scoped objects.</summary>
    [JsonPropertyName("namespace")]
    public string? NamespaceProperty { get; set; }

    /// <summary>CREATE, UPDATE, DELETE or CONNECT.</summary>
    [JsonPropertyName("operation")]
    public string Operation { get; set; } = "";

    /// <summary>Who writes.</summary>
    [JsonPropertyName("userInfo")]
    public V1UserInfo? UserInfo { get; set; }

    /// <summary>The new object; null on DELETE.</summary>
    [JsonPropertyName("object")]
    public JsonElement? ObjectProperty { get; set; }

    /// <summary>The object as stored; null on CREATE.</summary>
    [JsonPropertyName("oldObject")]
    public JsonElement? OldObject { get; set; }

    /// <summary>Whether nothing will be stored: the webhook must not have side effects.</summary>
    [JsonPropertyName("dryRun")]
    public bool? DryRun { get; set; }
}

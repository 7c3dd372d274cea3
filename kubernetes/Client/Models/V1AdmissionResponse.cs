namespace k8s.Models;

/// <summary>The answer of an admission webhook.</summary>
public sealed record V1AdmissionResponse
{
    /// <summary>The question's identifier, repeated.</summary>
    [JsonPropertyName("uid")]
    public string Uid { get; set; } = "";

    /// <summary>Whether the write may go on.</summary>
    [JsonPropertyName("allowed")]
    public bool Allowed { get; set; }

    /// <summary>Why not; its message is what the user sees.</summary>
    [JsonPropertyName("status")]
    public V1Status? Status { get; set; }

    /// <summary>JSON patch of a mutating webhook.</summary>
    [JsonPropertyName("patch")]
    public byte[]? Patch { get; set; }

    /// <summary><c>JSONPatch</c> when <see cref="Patch"/> is set.</summary>
    [JsonPropertyName("patchType")]
    public string? PatchType { get; set; }

    /// <summary>Shown to the user without refusing the write.</summary>
    [JsonPropertyName("warnings")]
    public IList<string>? Warnings { get; set; }
}

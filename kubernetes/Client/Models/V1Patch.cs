using System.Text;

namespace k8s.Models;

/// <summary>A patch and its dialect.</summary>
public record V1Patch
{
    /// <summary>Wraps a body.</summary>
    /// <param name="body">Text goes out as it is; anything else as JSON.</param>
    /// <param name="type">Dialect; <see cref="PatchType.Unknown"/> is refused.</param>
    public V1Patch(object body, PatchType type)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (type == PatchType.Unknown)
            throw new ArgumentException("a patch needs a dialect", nameof(type));
        Content = body;
        Type = type;
    }

    /// <summary>The body.</summary>
    public object Content { get; }

    /// <summary>The dialect.</summary>
    public PatchType Type { get; }

    internal string MediaType => Type switch
    {
        PatchType.JsonPatch => "application/json-patch+json",
        PatchType.MergePatch => "application/merge-patch+json",
        PatchType.StrategicMergePatch => "application/strategic-merge-patch+json",
        // JSON is YAML, and no server reads it faster than this.
        PatchType.ApplyPatch => "application/apply-patch+yaml",
        _ => throw new InvalidOperationException($"{Type} has no media type"),
    };

    internal byte[] ToUtf8() => Content is string text ? Encoding.UTF8.GetBytes(text) : KubernetesJson.SerializeToUtf8Bytes(Content);
}

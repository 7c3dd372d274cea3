namespace k8s.Models;

/// <summary>Dialects of a patch.</summary>
public enum PatchType
{
    /// <summary>Not stated; refused.</summary>
    Unknown,

    /// <summary>RFC 6902.</summary>
    JsonPatch,

    /// <summary>RFC 7386.</summary>
    MergePatch,

    /// <summary>Kubernetes' own merge; built-in kinds only.</summary>
    StrategicMergePatch,

    /// <summary>Server-side apply.</summary>
    ApplyPatch,
}

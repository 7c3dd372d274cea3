namespace Kubernetes.Runtime.Caching;

/// <summary>What happened to an object in the store.</summary>
public enum InformerEventType
{
    /// <summary>It is new to the store.</summary>
    Added,

    /// <summary>It changed; same UID.</summary>
    Updated,

    /// <summary>It is gone.</summary>
    Deleted,
}

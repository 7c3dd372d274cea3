namespace k8s;

/// <summary>What happened, as a watch tells it.</summary>
public enum WatchEventType
{
    /// <summary>The object appeared (or was there when the watch started without a version).</summary>
    Added,

    /// <summary>The object changed.</summary>
    Modified,

    /// <summary>The object is gone; the last state is attached.</summary>
    Deleted,

    /// <summary>The watch failed; the Status says why. Nothing follows.</summary>
    Error,

    /// <summary>Nothing happened up to this resourceVersion.</summary>
    Bookmark,
}

namespace Kubernetes.Runtime.Caching.Reflection;

/// <summary>How a watch ended without an error.</summary>
internal enum WatchEnd
{
    /// <summary>The server closed it, usually at the time it was given.</summary>
    Closed,

    /// <summary>It was silent for longer than the server was allowed to keep it open: the connection is dead.</summary>
    Stalled,

    /// <summary>Closed at once and without news: trying again at once would be a busy loop.</summary>
    TooShort,
}

using k8s;

namespace Kubernetes.Runtime.Caching.Reflection;

/// <summary>Where in the server's history the reflector stands. Pure: every rule about resource versions is in this type.</summary>
internal sealed record ResumePoint
{
    /// <summary>Any state, served from the watch cache. Only right before anything was seen: later it could go back in time.</summary>
    private const string AnyVersion = "0";

    /// <summary>The newest state, read from the quorum.</summary>
    private const string Newest = "";

    /// <summary>Last version seen; null before the first list.</summary>
    public string? Version { get; private init; }

    /// <summary>The server no longer knows (or does not know yet) the last version.</summary>
    public bool Expired { get; private init; }

    /// <summary>Version to list at.</summary>
    public string ListVersion => Expired ? Newest : Version ?? AnyVersion;

    /// <summary>A watch from here continues without a gap. Some aggregated API servers list without a version.</summary>
    public bool CanResume => Version is not (null or Newest or AnyVersion) && !Expired;

    public ResumePoint AfterList(string? version) => new() { Version = version is AnyVersion ? Newest : version ?? Newest };

    public ResumePoint AsExpired() => this with { Expired = true };

    /// <summary>Moves on after an event that the store already shows.</summary>
    public ResumePoint AfterEvent(WatchEventType type, string? version)
    {
        if (string.IsNullOrEmpty(version))
            return this;
        // A watch without a version begins with one ADDED per existing object, in no order: resuming from one of these would skip others.
        if (type == WatchEventType.Added && !CanResume)
            return this;
        return this with { Version = version };
    }
}

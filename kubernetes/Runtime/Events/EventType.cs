namespace Kubernetes.Runtime.Events;

/// <summary>Kind of an Event, as the API spells it.</summary>
public enum EventType
{
    /// <summary>Something went as planned.</summary>
    Normal,

    /// <summary>Somebody should have a look.</summary>
    Warning,
}

using k8s.Models;

namespace Kubernetes.Runtime.Events;

/// <summary>What a controller has to say about an object.</summary>
internal sealed record EventNote(V1ObjectReference Regarding, EventType Type, string Reason, string Message)
{
    /// <summary>Equal notes are one Event with a count.</summary>
    public string Key => $"{Topic}\n{Message}";

    /// <summary>Notes that differ only in their text.</summary>
    public string Topic => $"{Regarding.Uid}\n{Regarding.NamespaceProperty}/{Regarding.Name}\n{Type}\n{Reason}";
}

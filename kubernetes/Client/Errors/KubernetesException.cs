using k8s.Models;

namespace k8s;

/// <summary>The API server reported an error inside a watch.</summary>
/// <param name="status">The server's words.</param>
public class KubernetesException(V1Status status) : Exception(status?.Message ?? "the API server reported an error")
{
    /// <summary>The server's words.</summary>
    public V1Status Status { get; } = status ?? throw new ArgumentNullException(nameof(status));
}

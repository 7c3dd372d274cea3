namespace k8s.Models;

/// <summary>Where the API server serves a kind. Every type that goes through the client carries it.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class KubernetesEntityAttribute : Attribute
{
    /// <summary>Kind, such as <c>Deployment</c>.</summary>
    public string Kind { get; set; } = "";

    /// <summary>API group; empty for the core group.</summary>
    public string Group { get; set; } = "";

    /// <summary>Version within the group, such as <c>v1</c>.</summary>
    public string ApiVersion { get; set; } = "";

    /// <summary>Resource name in URLs, such as <c>deployments</c>; empty for kinds that are only bodies.</summary>
    public string PluralName { get; set; } = "";
}

using System.Text.Json.Serialization;
using KubeOps.Abstractions.Entities.Attributes;

namespace McpTenants.Api;

/// <summary>How far the tenant is kept apart from others, and what it may reach.</summary>
public sealed record IsolationSpec
{
    /// <summary>Kind of separation. Only Namespace is supported by this version.</summary>
    [JsonPropertyName("class")]
    [Default(IsolationClass.Namespace)]
    public IsolationClass? Class { get; set; }

    /// <summary>RuntimeClass of the pod for class Sandbox. Not supported by this version: refused when set.</summary>
    [JsonPropertyName("runtimeClassName")]
    [Length(0, 253)]
    public string? RuntimeClassName { get; set; }

    /// <summary>Labels a node needs to run the instance.</summary>
    [JsonPropertyName("nodeSelector")]
    [Items(0, 16)]
    [ItemPattern("^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$", 63)]
    public IReadOnlyDictionary<string, string>? NodeSelector { get; set; }

    /// <summary>Taints the instance tolerates; a toleration without key is refused.</summary>
    [JsonPropertyName("tolerations")]
    [Items(0, 16)]
    public IReadOnlyList<TolerationSpec>? Tolerations { get; set; }

    /// <summary>Addresses the instance may connect to. Nothing but DNS is open unless listed; private, link-local, metadata and cluster ranges are refused.</summary>
    [JsonPropertyName("egress")]
    [Items(0, 32)]
    public IReadOnlyList<EgressRule>? Egress { get; set; }

    /// <summary>
    /// The tenant is neither ready nor called nor started before a probe from inside its namespace has shown that the cluster enforces its network policies, nor
    /// when a later one shows the opposite.
    /// </summary>
    [JsonPropertyName("requireEnforcement")]
    [Default(false)]
    public bool? RequireEnforcement { get; set; }
}

/// <summary>Kind of separation between tenants.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<IsolationClass>))]
public enum IsolationClass
{
    /// <summary>Own namespace, network policies and process on shared nodes.</summary>
    Namespace,

    /// <summary>As Namespace, in a sandboxed runtime.</summary>
    Sandbox,

    /// <summary>Own nodes.</summary>
    Node,

    /// <summary>Own nodes and own gateway.</summary>
    Edge,
}

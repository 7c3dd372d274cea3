using System.Text.Json.Serialization;
using KubeOps.Abstractions.Entities.Attributes;

namespace McpTenants.Api;

/// <summary>Addresses and ports the instance may connect to.</summary>
public sealed record EgressRule
{
    /// <summary>Address range, such as 203.0.113.0/24 or 2001:db8:10::/48.</summary>
    [JsonPropertyName("cidr")]
    [Required]
    [Pattern("^[0-9a-fA-F.:]+/[0-9]{1,3}$")]
    [Length(4, 49)]
    public string Cidr { get; set; } = string.Empty;

    /// <summary>Ports in that range; at least one, so that no rule opens a whole address by accident.</summary>
    [JsonPropertyName("ports")]
    [Required]
    [Items(1, 16)]
    public IReadOnlyList<EgressPort> Ports { get; set; } = [];
}

/// <summary>A port the instance may connect to.</summary>
public sealed record EgressPort
{
    /// <summary>Port number.</summary>
    [JsonPropertyName("port")]
    [Required]
    [RangeMinimum(1)]
    [RangeMaximum(65535)]
    public int Port { get; set; }

    /// <summary>Transport protocol. Default: TCP.</summary>
    [JsonPropertyName("protocol")]
    [Default(EgressProtocol.TCP)]
    public EgressProtocol? Protocol { get; set; }
}

/// <summary>Transport protocol of an egress port.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EgressProtocol>))]
public enum EgressProtocol
{
    /// <summary>Transmission Control Protocol.</summary>
    TCP,

    /// <summary>User Datagram Protocol.</summary>
    UDP,
}

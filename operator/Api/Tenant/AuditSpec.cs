using System.Text.Json.Serialization;
using KubeOps.Abstractions.Entities.Attributes;
using McpTenants.Api.Values;

namespace McpTenants.Api;

/// <summary>Audit trail of tool calls. Not supported by this version.</summary>
public sealed record AuditSpec
{
    /// <summary>How long records are kept.</summary>
    [JsonPropertyName("retention")]
    [Pattern(GoDuration.Pattern)]
    [Length(1, 32)]
    public string? Retention { get; set; }

    /// <summary>Whether tool calls are refused when no record can be written.</summary>
    [JsonPropertyName("failClosed")]
    public bool? FailClosed { get; set; }
}

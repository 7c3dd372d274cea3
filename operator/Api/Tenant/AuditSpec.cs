using System.Text.Json.Serialization;
using KubeOps.Abstractions.Entities.Attributes;
using McpTenants.Api.Values;

namespace McpTenants.Api;

/// <summary>Audit trail of tool calls.</summary>
public sealed record AuditSpec
{
    internal static readonly TimeSpan DefaultRetention = TimeSpan.FromDays(400);

    /// <summary>How long records are kept, from 1d to 3660d.</summary>
    [JsonPropertyName("retention")]
    [Pattern(GoDuration.Pattern)]
    [Length(1, 32)]
    [Default("400d")]
    public string? Retention { get; set; }

    /// <summary>Whether tool calls are refused while no record can be written.</summary>
    [JsonPropertyName("failClosed")]
    [Default(true)]
    public bool? FailClosed { get; set; }
}

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

    /// <summary>Which calls wait until their record is on the disk; the others' records follow within 100 ms, and a killed process loses none.</summary>
    [JsonPropertyName("sync")]
    [Default(AuditSync.Changes)]
    public AuditSync? Sync { get; set; }
}

/// <summary>Which calls wait until their record is on the disk.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AuditSync>))]
public enum AuditSync
{
    /// <summary>Those that may change something.</summary>
    Changes,

    /// <summary>All of them, at the cost of a flush of the volume for each.</summary>
    EveryCall,
}

using System.Text.Json.Serialization;
using KubeOps.Abstractions.Entities.Attributes;
using McpTenants.Api.Values;

namespace McpTenants.Api;

/// <summary>What happens when the tenant is deleted.</summary>
[ValidationRule("!has(self.export) || self.export == 'None' || has(self.exportTarget)", "exportTarget is required unless export is None")]
public sealed record DeletionSpec
{
    /// <summary>True: deleting the tenant is refused until this is set to false. Default: true.</summary>
    [JsonPropertyName("protection")]
    [Default(true)]
    public bool? Protection { get; set; }

    /// <summary>The longest retention, ten years.</summary>
    public static readonly TimeSpan MaxRetention = TimeSpan.FromDays(3650);

    /// <summary>How long a deleted tenant is kept, cut off, and can be restored, before it is erased; at most 3650d. Default: 0s, erased at once.</summary>
    [JsonPropertyName("retention")]
    [Pattern(GoDuration.Pattern)]
    [Length(1, 32)]
    public string? Retention { get; set; }

    /// <summary>Whether the tenant's data is archived before it is erased. Default: Required with an exportTarget, else None.</summary>
    [JsonPropertyName("export")]
    public ExportMode? Export { get; set; }

    /// <summary>Name of the McpExportTarget that receives the archive.</summary>
    [JsonPropertyName("exportTarget")]
    [Pattern(NamePatterns.ObjectName)]
    [Length(1, 253)]
    public string? ExportTarget { get; set; }
}

/// <summary>Whether the tenant's data is archived before it is erased.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ExportMode>))]
public enum ExportMode
{
    /// <summary>Nothing is erased before the archive is complete and verified.</summary>
    Required,

    /// <summary>An archive that fails does not hold the deletion.</summary>
    BestEffort,

    /// <summary>No archive.</summary>
    None,
}

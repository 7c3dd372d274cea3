using System.Text.Json.Serialization;

namespace McpTenants.Cli.Doctor;

/// <summary>How bad it is.</summary>
internal enum Verdict
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Works, but somebody will be surprised one day.</summary>
    Warning,

    /// <summary>Tenants do not work, or not safely.</summary>
    Failed,

    /// <summary>Could not be looked at, mostly for want of rights.</summary>
    Unknown,
}

/// <summary>What one check came to.</summary>
/// <param name="Check">Its stable name, such as <c>webhook</c>.</param>
/// <param name="Verdict">How bad it is.</param>
/// <param name="Detail">What was seen.</param>
/// <param name="Remedy">What to do about it; null when there is nothing to do.</param>
internal sealed record Finding(string Check, Verdict Verdict, string Detail, string? Remedy = null);

/// <summary>Writes findings without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<Finding>))]
internal sealed partial class FindingJson : JsonSerializerContext;

using System.Text.Json;
using System.Text.Json.Serialization;

namespace McpTenants.Bench.Report;

/// <summary>Writes bench.json: an array of measurements and nothing else, so that a script can compare two runs.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<Measurement>))]
internal sealed partial class BenchFile : JsonSerializerContext
{
    /// <summary>The JSON document; <c>p99</c>, <c>baseline</c> and <c>ratio</c> are null where there is none.</summary>
    public static string Serialize(IReadOnlyList<Measurement> measurements) => JsonSerializer.Serialize(measurements, Default.IReadOnlyListMeasurement);
}

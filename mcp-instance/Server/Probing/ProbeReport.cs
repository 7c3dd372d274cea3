using System.Text.Json.Serialization;

namespace McpTenants.Instance.Probing;

/// <summary>What came of it. The contract is <c>tests/contracts/probe-report.json</c>; it has to fit into a termination message (4096 bytes).</summary>
/// <param name="Results">One for each target.</param>
/// <param name="Accepted">Ports at which somebody connected.</param>
internal sealed record ProbeReport(IReadOnlyList<ProbeResult> Results, IReadOnlyList<int> Accepted);

/// <summary>What was last seen of a target.</summary>
/// <param name="Name">The target.</param>
/// <param name="Open">Whether it answered.</param>
/// <param name="Milliseconds">Until it was as expected, or for how long it was not.</param>
internal sealed record ProbeResult(string Name, bool Open, long Milliseconds);

/// <summary>Reads and writes without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProbeRequest))]
[JsonSerializable(typeof(ProbeReport))]
internal sealed partial class ProbeJson : JsonSerializerContext;

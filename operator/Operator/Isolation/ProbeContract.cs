using System.Text.Json;
using System.Text.Json.Serialization;
using McpTenants.Operator.Plan;

namespace McpTenants.Operator.Isolation;

/// <summary>What operator and <c>mcp-instance probe</c> tell each other; the contracts are <c>tests/contracts/probe-*.json</c>.</summary>
internal static class ProbeContract
{
    /// <summary>Port of the probe at which the tenant's policy lets the operator in, suspended or not.</summary>
    public const int OpenPort = ExportPort.Number;

    /// <summary>Port of the probe at which nobody is let in.</summary>
    public const int ClosedPort = 8083;

    /// <summary>The request.</summary>
    public static string Write(IReadOnlyList<ProbeTarget> targets, IsolationOptions options) => JsonSerializer.Serialize(
        new ProbeRequest(
            [OpenPort, ClosedPort], 25, (int)Math.Ceiling(options.DialTimeout.TotalSeconds), (int)Math.Ceiling(options.Settle.TotalSeconds),
            [.. targets.Select(t => new RequestedTarget(t.Name, t.Host is null ? "Dns" : "Tcp", t.Open, t.Host, t.Port))]),
        ProbeContractJson.Default.ProbeRequest);

    /// <summary>The report in a termination message; null when it is none. It comes from the tenant's namespace, so nothing but names that were asked for is taken over.</summary>
    public static ProbeReport? Read(string? text, IReadOnlyList<ProbeTarget> targets)
    {
        try
        {
            return text is { Length: > 0 } && JsonSerializer.Deserialize(text, ProbeContractJson.Default.ProbeReport) is { Results: { } results } report
                ? new ProbeReport([.. results.Where(r => targets.Any(t => t.Name == r.Name))], report.Accepted ?? [])
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The request on the wire.</summary>
internal sealed record ProbeRequest(IReadOnlyList<int> Listen, int HoldSeconds, int TimeoutSeconds, int SettleSeconds, IReadOnlyList<RequestedTarget> Targets);

/// <summary>A target on the wire.</summary>
internal sealed record RequestedTarget(string Name, string Kind, bool Open, string? Host, int Port);

/// <summary>What the probe saw.</summary>
/// <param name="Results">One for each target.</param>
/// <param name="Accepted">Ports of the probe at which somebody connected.</param>
internal sealed record ProbeReport(IReadOnlyList<ProbeResult> Results, IReadOnlyList<int> Accepted);

/// <summary>What it saw of one target.</summary>
internal sealed record ProbeResult(string Name, bool Open, long Milliseconds);

/// <summary>Reads and writes without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProbeRequest))]
[JsonSerializable(typeof(ProbeReport))]
internal sealed partial class ProbeContractJson : JsonSerializerContext;

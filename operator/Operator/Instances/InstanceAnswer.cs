using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace McpTenants.Operator.Instances;

/// <summary>
/// The document at an instance's <c>/status</c>, as much of it as is used. It comes from a tenant's pod, so nothing is taken over that has not the form it
/// must have, and nothing makes the status of the tenant larger than a few lines.
/// </summary>
internal sealed partial record InstanceAnswer
{
    private const int MostVersions = 16;
    private const int MostNames = 5;
    private const int LongestName = 64;

    public TenantPart? Tenant { get; init; }

    public IReadOnlyList<string>? ProtocolVersions { get; init; }

    public ToolsPart? Tools { get; init; }

    public AuditPart? Audit { get; init; }

    /// <summary>The report in an answer; null when it is not one of this tenant's instance.</summary>
    public static InstanceReport? Read(ReadOnlySpan<byte> json, string tenantUid)
    {
        try
        {
            // An address may belong to another tenant's pod by now.
            return JsonSerializer.Deserialize(json, InstanceAnswerJson.Default.InstanceAnswer) is { Tenant.Uid: { } uid, Tools: { ToolCatalog: { } catalog } tools } answer
                && uid == tenantUid && Digest().IsMatch(catalog)
                    ? new InstanceReport(tenantUid, catalog, Versions(answer.ProtocolVersions ?? []), Difference(tools.Drift)) { LostAuditRecords = answer.Audit?.Failures > 0 }
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Versions(IReadOnlyList<string> versions) => string.Join(',', versions.Where(v => Version().IsMatch(v)).Take(MostVersions));

    private static string Difference(DriftPart? drift) => string.Join(
        "; ",
        new[] { ("added", drift?.Added), ("removed", drift?.Removed), ("changed", drift?.Changed), ("withheld", drift?.Blocked) }
            .Where(part => part.Item2 is { Count: > 0 })
            .Select(part => $"{part.Item1} {Names(part.Item2!)}"));

    private static string Names(IReadOnlyList<string> names)
    {
        var shown = names.Where(n => ToolName().IsMatch(n)).Order(StringComparer.Ordinal).Take(MostNames).Select(n => n.Length <= LongestName ? n : n[..LongestName] + "...").ToList();
        return shown.Count == 0 ? $"{names.Count} more" : names.Count > shown.Count ? $"{string.Join(", ", shown)} and {names.Count - shown.Count} more" : string.Join(", ", shown);
    }

    [GeneratedRegex(@"\Asha256:[0-9a-f]{64}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Digest();

    [GeneratedRegex(@"\A[0-9A-Za-z.-]{1,32}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Version();

    [GeneratedRegex(@"\A[A-Za-z0-9_./-]{1,128}\z", RegexOptions.NonBacktracking)]
    private static partial Regex ToolName();

    internal sealed record TenantPart(string? Uid);

    internal sealed record AuditPart(long? Failures);

    internal sealed record ToolsPart(string? ToolCatalog, DriftPart? Drift);

    internal sealed record DriftPart(IReadOnlyList<string>? Added, IReadOnlyList<string>? Removed, IReadOnlyList<string>? Changed, IReadOnlyList<string>? Blocked);
}

/// <summary>Reads answers without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(InstanceAnswer))]
internal sealed partial class InstanceAnswerJson : JsonSerializerContext;

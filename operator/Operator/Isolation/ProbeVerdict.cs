using System.Globalization;
using McpTenants.Api;

namespace McpTenants.Operator.Isolation;

/// <summary>
/// Judges what came of a probe. Pure. A refusal proves something only beside a control: the same target answers the operator, and the probe's own pod has a
/// network. Without that the outcome is Inconclusive, never Verified.
/// </summary>
internal static class ProbeVerdict
{
    /// <summary>Evidence name of the connection from the operator to the probe that its policy allows.</summary>
    public const string FromOperator = "from-operator";

    /// <summary>Evidence name of the one that no policy allows.</summary>
    public const string ClosedPort = "closed-port";

    private const int LongestTrouble = 300;

    /// <summary>The evidence.</summary>
    /// <param name="found">What came of it.</param>
    /// <param name="at">When the probe began.</param>
    /// <param name="before">What was known before; null for nothing.</param>
    public static NetworkIsolationStatus Of(ProbeFindings found, DateTimeOffset at, NetworkIsolationStatus? before)
    {
        IReadOnlyList<ProbeStatus> probes = [.. found.Targets.Select(t => Of(t, found)), .. Ingress(found)];
        var leaks = Names(probes.Where(p => p is { Expected: ProbeSight.Closed, Seen: ProbeSight.Open }));
        var doubts = leaks.Length > 0 ? [] : Doubts(found, probes).ToList();
        var outcome = leaks.Length > 0 ? ProbeOutcome.NotEnforced : doubts.Count > 0 ? ProbeOutcome.Inconclusive : ProbeOutcome.Verified;
        var time = at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var whole = DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds());
        return outcome switch
        {
            ProbeOutcome.NotEnforced => new NetworkIsolationStatus
            {
                ProbedAt = whole,
                VerifiedAt = before?.VerifiedAt,
                Outcome = outcome,
                Inconclusive = 0,
                Message = $"Packets of {time} got through that the policies forbid: {leaks}.",
                Probes = probes,
            },
            ProbeOutcome.Verified => new NetworkIsolationStatus { ProbedAt = whole, VerifiedAt = whole, Outcome = outcome, Inconclusive = 0, Message = Proved(probes, time), Probes = probes },

            // Nothing was proved, the opposite of a leak least of all.
            _ when before?.Outcome == ProbeOutcome.NotEnforced => before with { ProbedAt = whole, Inconclusive = (before.Inconclusive ?? 0) + 1 },
            _ => new NetworkIsolationStatus
            {
                ProbedAt = whole,
                VerifiedAt = before?.VerifiedAt,
                Outcome = outcome,
                Inconclusive = (before?.Inconclusive ?? 0) + 1,
                Message = $"The probe of {time} proved nothing: {string.Join("; ", doubts)}.",
                Probes = probes,
            },
        };
    }

    private static ProbeStatus Of(ProbeTarget target, ProbeFindings found) => new()
    {
        Name = target.Name,
        Expected = target.Open ? ProbeSight.Open : ProbeSight.Closed,
        Seen = Sight(found.Report?.Results.FirstOrDefault(r => r.Name == target.Name)?.Open),
        Control = target.Open ? null : Sight(found.Controls.TryGetValue(target.Name, out var answers) ? answers : null),
    };

    private static IEnumerable<ProbeStatus> Ingress(ProbeFindings found) =>
    [
        new ProbeStatus { Name = FromOperator, Expected = ProbeSight.Open, Seen = Sight(found.OpenPort) },

        // Whoever was let in at the closed port, it was not to be.
        new ProbeStatus
        {
            Name = ClosedPort,
            Expected = ProbeSight.Closed,
            Seen = found.Report?.Accepted.Contains(ProbeContract.ClosedPort) == true && found.ClosedPort != false ? ProbeSight.Open : Sight(found.ClosedPort),
            Control = Sight(found.OpenPort),
        },
    ];

    private static IEnumerable<string> Doubts(ProbeFindings found, IReadOnlyList<ProbeStatus> probes)
    {
        if (found.Report is null)
        {
            yield return Short(found.Trouble ?? "it made no report");
            yield break;
        }

        if (Names(probes.Where(p => p is { Expected: ProbeSight.Open } && p.Seen != ProbeSight.Open)) is { Length: > 0 } dead)
        {
            yield return $"what must work did not ({dead})";
        }

        if (!probes.Any(p => p.Name == ClosedPort && IsProof(p)))
        {
            yield return "no refusal of a connection into the namespace has a control";
        }

        if (!probes.Any(p => p.Name != ClosedPort && IsProof(p)))
        {
            yield return "no refusal of a connection out of the namespace has a control, as nothing of it answers the operator either";
        }
    }

    private static string Proved(IReadOnlyList<ProbeStatus> probes, string time)
    {
        var without = Names(probes.Where(p => p.Expected == ProbeSight.Closed && !IsProof(p)));
        var note = without.Length > 0 ? $" No proof about {without}: nothing answers there at all." : "";
        return $"Packets of {time}: refused as they must be: {Names(probes.Where(IsProof))}; let through as they must be: {Names(probes.Where(p => p.Expected == ProbeSight.Open))}.{note}";
    }

    private static bool IsProof(ProbeStatus probe) => probe is { Expected: ProbeSight.Closed, Seen: ProbeSight.Closed, Control: ProbeSight.Open };

    private static string Names(IEnumerable<ProbeStatus> probes) => string.Join(", ", probes.Select(p => p.Name));

    private static ProbeSight Sight(bool? open) => open switch { true => ProbeSight.Open, false => ProbeSight.Closed, null => ProbeSight.NotTried };

    private static string Short(string text) => text.Length <= LongestTrouble ? text.TrimEnd('.') : text[..LongestTrouble] + "...";
}

using System.Globalization;
using McpTenants.Api;

namespace McpTenants.Operator.Status;

/// <summary>
/// <c>NetworkIsolationVerified</c>: what packets showed of a tenant's isolation, and when. It keeps a tenant from being ready only where the tenant asks for
/// that (<c>requireEnforcement</c>).
/// </summary>
internal static class IsolationCondition
{
    private const int MostNames = 3;

    /// <summary>Sets the condition; without probes there is only something to say when somebody opened what the policies close, or the tenant insists.</summary>
    public static void Set(Projection input, Conditions conditions)
    {
        var proof = input.Snapshot.Isolation;
        var foreign = input.Snapshot.ForeignPolicies;
        if (input.ProofLife is null && proof is null && foreign.Count == 0 && !IsRequired(input))
        {
            conditions.Remove(NetworkProof.Condition);
            return;
        }

        var (status, reason, message) = Judge(proof, foreign, input.ProofLife, input.Now);
        conditions.Set(NetworkProof.Condition, status, reason, message);
    }

    /// <summary>Whether the tenant may not serve without it.</summary>
    public static bool IsRequired(Projection input) => input.Snapshot.Tenant.Spec.Isolation?.RequireEnforcement == true;

    private static (bool? Status, string Reason, string Message) Judge(NetworkIsolationStatus? proof, IReadOnlyList<string> foreign, TimeSpan? proofLife, DateTimeOffset now) => proof switch
    {
        { Outcome: ProbeOutcome.NotEnforced } => (false, Reasons.NotEnforced, foreign.Count > 0 ? $"{proof.Message} {Foreign(foreign)}" : proof.Message!),
        _ when foreign.Count > 0 => (false, Reasons.ForeignPolicy, Foreign(foreign)),
        _ when proofLife is null => (null, Reasons.ProbingOff, $"The operator does not probe (--isolation-probe-interval 0). {Last(proof)}".TrimEnd()),
        null => (null, Reasons.Pending, "No probe has run yet."),
        { Outcome: ProbeOutcome.Verified } when IsYoung(proof.VerifiedAt, now, proofLife.Value) => (true, Reasons.Verified, proof.Message!),
        _ when IsYoung(proof.VerifiedAt, now, proofLife.Value) => (null, NetworkProof.Inconclusive, $"{proof.Message} {Last(proof)}"),
        _ => (null, Reasons.ProofMissing, $"{proof.Message} {Last(proof)}".TrimEnd()),
    };

    private static string Foreign(IReadOnlyList<string> names) =>
        $"The namespace has network policies that are not this operator's and open something: {string.Join(", ", names.Take(MostNames))}{(names.Count > MostNames ? $" and {names.Count - MostNames} more" : "")}.";

    private static bool IsYoung(DateTimeOffset? at, DateTimeOffset now, TimeSpan life) => at is { } when && now - when <= life;

    private static string Last(NetworkIsolationStatus? proof) => proof?.VerifiedAt is { } at
        ? $"The last proof is of {at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}."
        : "";
}

using System.Globalization;
using McpTenants.Api;
using McpTenants.Operator.Status;

namespace McpTenants.Operator.Vaults.Decide;

/// <summary>
/// Decides which files a tenant gets. Pure. A set changes as a whole or not at all: one secret that cannot be read leaves every file as it is, so that a user
/// name and its password are never of two times. The one change that needs no vault is that an old value goes when its time is up.
/// </summary>
internal static class SecretsPlan
{
    /// <summary>What a Secret of Kubernetes can hold.</summary>
    public const long MaxBytes = 1 << 20;

    /// <summary>Decides.</summary>
    /// <param name="now">The time.</param>
    /// <param name="wanted">What the tenant asks for.</param>
    /// <param name="observed">What the vault said; null when it was not asked.</param>
    /// <param name="last">What is mounted; null for nothing.</param>
    /// <param name="absentSince">When a secret was first found absent; null when none was.</param>
    /// <param name="confirmAfter">How long a secret has to be absent before that counts as a deletion, when the vault does not show it as deleted.</param>
    public static SecretsDecision Decide(
        DateTimeOffset now, EffectiveVault wanted, VaultReadings? observed, MountedSet? last, DateTimeOffset? absentSince, TimeSpan confirmAfter)
    {
        var kept = last?.At(now);
        if (observed is null || observed.Problem is not null)
        {
            var (problem, since) = observed is null ? (null, absentSince) : Judge(now, observed, absentSince, confirmAfter);
            return new SecretsDecision(kept, !ReferenceEquals(kept, last), problem, since);
        }

        var next = new MountedSet([.. wanted.Items.Select(item => File(now, wanted, item, observed.Values[item.File], kept?.Find(item.File)))]);
        if (next.Size > MaxBytes)
        {
            var message = string.Create(
                CultureInfo.InvariantCulture, $"The values, with those that are kept for the grace time, are {next.Size} bytes together; a Secret holds {MaxBytes}. Nothing was written.");
            return new SecretsDecision(kept, !ReferenceEquals(kept, last), new VaultProblem(Reasons.SecretsTooLarge, message));
        }

        return new SecretsDecision(next, last is null || !next.Same(last), null);
    }

    private static MountedFile File(DateTimeOffset now, EffectiveVault wanted, EffectiveVaultItem item, SecretValue value, MountedFile? mounted)
    {
        var file = new MountedFile(item.File, item.Secret, value);
        return mounted is null ? file
            : mounted.Current.Version == value.Version && mounted.Secret == item.Secret ? file with { Previous = mounted.Previous, PreviousUntil = mounted.PreviousUntil }
            : wanted.RotationGrace > TimeSpan.Zero ? file with { Previous = mounted.Current, PreviousUntil = Whole(now + wanted.RotationGrace) }
            : file;
    }

    // A missing secret is an outage like any other until it is certain that somebody deleted it.
    private static (VaultProblem Problem, DateTimeOffset? AbsentSince) Judge(DateTimeOffset now, VaultReadings observed, DateTimeOffset? absentSince, TimeSpan confirmAfter)
    {
        // Only a reading that says otherwise ends an absence; an outage in between does not.
        if (observed.Missing is not { Evidence: DeletionEvidence.Absent or DeletionEvidence.Deleted } missing)
            return (observed.Problem!, observed.Missing?.Evidence == DeletionEvidence.Present ? null : absentSince);

        var since = absentSince ?? now;
        return missing.Evidence == DeletionEvidence.Deleted || now - since >= confirmAfter
            ? (new VaultProblem(Reasons.SecretDeleted, $"Secret {missing.Secret} was deleted in the vault."), since)
            : (observed.Problem!, since);
    }

    // Kept as text with whole seconds.
    private static DateTimeOffset Whole(DateTimeOffset time) => time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond));
}

using McpTenants.Operator.Status;

namespace McpTenants.Operator.Vaults;

/// <summary>Why the secrets of a tenant could not be read. Composed of our own words and of codes: nothing that a vault or a directory wrote goes into it.</summary>
/// <param name="Reason">Reason for conditions.</param>
/// <param name="Message">Message for conditions.</param>
/// <param name="RetryAfter">How long the service asked to be left alone; null when it did not.</param>
internal sealed record VaultProblem(string Reason, string Message, TimeSpan? RetryAfter = null)
{
    private static readonly string[] Outages = [Reasons.VaultUnavailable, Reasons.VaultThrottled];

    private static readonly string[] Statements =
    [
        Reasons.SecretDeleted, Reasons.SecretDisabled, Reasons.SecretExpired, Reasons.SecretNotYetValid, Reasons.SecretsTooLarge, Reasons.VaultForbidden, Reasons.VaultNotBound,
        Reasons.VaultBindingInvalid, Reasons.VaultChallengeRefused,
    ];

    /// <summary>The vault itself is in trouble: everybody stays away for a while.</summary>
    public bool IsOutage => Outages.Contains(Reason, StringComparer.Ordinal);

    /// <summary>Somebody decided this; waiting does not make it better, so it is told at once and not only when the secrets are old.</summary>
    public bool IsStatement => Statements.Contains(Reason, StringComparer.Ordinal);
}

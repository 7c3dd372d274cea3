using McpTenants.Api;

namespace McpTenants.Operator.Status;

/// <summary>
/// What is said of a tenant's secrets. <c>SecretsReady</c>: a complete set is there to be mounted. <c>SecretsFresh</c>: it is what the vault has; it does not
/// touch <c>Ready</c>, because a tenant with the last good secrets serves on.
/// </summary>
internal static class SecretConditions
{
    /// <summary>Sets both.</summary>
    public static void Set(Projection input, Conditions conditions)
    {
        if (input.Tenant!.Vault is null)
        {
            conditions.Remove(ConditionTypes.SecretsFresh);
            SetKubernetes(input, conditions);
            return;
        }

        // Until the vault was asked by this process, what the status says from before is the best that is known.
        if (input.Snapshot.Vault is { } report)
        {
            SetFresh(input, report, conditions);
            SetReady(input, report, conditions);
        }
        else if (conditions.StatusOf(ConditionTypes.SecretsFresh) is null)
        {
            conditions.Set(ConditionTypes.SecretsReady, null, Reasons.Pending, "The vault was not asked yet.");
        }
        else if (input.Snapshot.SecretExists == false)
        {
            conditions.Set(ConditionTypes.SecretsReady, false, Reasons.SecretMissing, $"Secret {input.Tenant.SecretName} has vanished; it is written again at the next read.");
        }
    }

    /// <summary>Names and versions for the status.</summary>
    public static SecretsStatus? StatusOf(Projection input, SecretsStatus? current) => input.Snapshot.Vault?.Secrets ?? current;

    private static void SetReady(Projection input, Vaults.VaultReport report, Conditions conditions)
    {
        var (status, reason, message) = report switch
        {
            // The platform took the vault away, or never gave it: what is mounted stays, and somebody has to look.
            { Problem: { Reason: Reasons.VaultNotBound or Reasons.VaultBindingInvalid } refused } => (false, refused.Reason, refused.Message),
            { Secrets: null, Problem: { } problem } => (false, problem.Reason, problem.Message),
            { Secrets: null } => ((bool?)null, Reasons.Pending, "The vault was not asked yet."),
            _ when input.Snapshot.SecretExists == false => (false, Reasons.SecretMissing, $"Secret {input.Tenant!.SecretName} has vanished; it is written again at the next read."),
            { Problem: { } problem } => (true, Reasons.LastGoodKept, $"The last good secrets stay mounted: {problem.Message}"),
            _ => (true, Reasons.InPlace, $"{report.Secrets.Versions!.Count} secrets of {report.Vault} are mounted."),
        };
        conditions.Set(ConditionTypes.SecretsReady, status, reason, message);
    }

    private static void SetFresh(Projection input, Vaults.VaultReport report, Conditions conditions)
    {
        var (status, reason, message) = report switch
        {
            { Problem: null } => ((bool?)true, Reasons.InSync, $"The secrets are those of {report.Vault}."),
            { Problem: { IsStatement: true } problem } => (false, problem.Reason, problem.Message),
            { IsStale: true, Problem: { } problem } => (false, Reasons.SecretsStale, $"The last good read is older than {Api.Values.GoDuration.Format(input.Tenant!.Vault!.MaxStaleness)}: {problem.Message}"),
            { Secrets: null, Problem: { } problem } => (false, problem.Reason, problem.Message),
            { Problem: { } problem } => (true, problem.Reason, $"The last read failed and is tried again: {problem.Message}"),
        };
        conditions.Set(ConditionTypes.SecretsFresh, status, reason, message);
    }

    private static void SetKubernetes(Projection input, Conditions conditions)
    {
        var name = input.Tenant!.SecretName;
        var (status, reason, message) = (name, input.Snapshot.SecretExists) switch
        {
            (null or "", _) => ((bool?)true, Reasons.NotConfigured, "The tenant names no Secret."),
            (_, true) => (true, Reasons.InPlace, $"Secret {name} is mounted."),
            (_, false) => (false, Reasons.SecretMissing, $"Secret {name} does not exist in the tenant's namespace; the instance cannot start."),
            _ => (null, Reasons.Pending, "The namespace does not exist yet."),
        };
        conditions.Set(ConditionTypes.SecretsReady, status, reason, message);
    }
}

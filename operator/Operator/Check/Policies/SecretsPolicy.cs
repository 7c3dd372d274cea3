using McpTenants.Api;

namespace McpTenants.Operator.Check.Policies;

/// <summary>Provider and its settings belong together, and no tenant mounts a Secret that is the operator's.</summary>
internal static class SecretsPolicy
{
    internal static IEnumerable<Violation> Check(TenantCheckInput input)
    {
        if (input.Tenant.Spec.Secrets is not { } secrets || secrets.Provider == SecretProvider.KeyVault || secrets.KeyVault is not null)
            yield break;
        if (secrets.Provider is null)
            yield return Violation.Of(Reasons.InvalidSecrets, "spec.secrets.provider", "it is missing", "set provider: Kubernetes");
        else if (secrets.Kubernetes is null)
            yield return Violation.Of(Reasons.InvalidSecrets, "spec.secrets.kubernetes", "provider Kubernetes needs it", "set kubernetes.secretName");
        else if (!Names.IsObjectName(secrets.Kubernetes.SecretName))
            yield return Violation.Of(Reasons.InvalidSecrets, "spec.secrets.kubernetes.secretName", $"'{Names.Shown(secrets.Kubernetes.SecretName)}' is not the name of a Secret", "use lower-case letters, digits, '-' and '.'");
        else if (secrets.Kubernetes.SecretName.StartsWith("mcp-", StringComparison.Ordinal))
            yield return Violation.Of(Reasons.InvalidSecrets, "spec.secrets.kubernetes.secretName", "names beginning with 'mcp-' belong to the operator", "choose another name");
    }
}

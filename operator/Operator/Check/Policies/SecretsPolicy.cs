using McpTenants.Api;

namespace McpTenants.Operator.Check.Policies;

/// <summary>Provider and its settings belong together, and no tenant mounts a Secret that is the operator's.</summary>
internal static class SecretsPolicy
{
    internal static IEnumerable<Violation> Check(TenantCheckInput input)
    {
        if (input.Tenant.Spec.Secrets is not { } secrets)
            return [];
        return secrets.Provider switch
        {
            null => [Error("spec.secrets.provider", "it is missing", "set provider: KeyVault or provider: Kubernetes")],
            SecretProvider.KeyVault when secrets.Kubernetes is not null => [Error("spec.secrets.kubernetes", "it has no meaning for provider KeyVault", "remove it")],
            SecretProvider.Kubernetes when secrets.KeyVault is not null => [Error("spec.secrets.keyVault", "it has no meaning for provider Kubernetes", "remove it, or set provider: KeyVault")],
            SecretProvider.KeyVault => VaultSecretsPolicy.Check(secrets.KeyVault, input),
            _ => Kubernetes(secrets.Kubernetes),
        };
    }

    private static IEnumerable<Violation> Kubernetes(KubernetesSecretsSpec? secrets)
    {
        if (secrets is null)
            yield return Error("spec.secrets.kubernetes", "provider Kubernetes needs it", "set kubernetes.secretName");
        else if (!Names.IsObjectName(secrets.SecretName))
            yield return Error("spec.secrets.kubernetes.secretName", $"'{Names.Shown(secrets.SecretName)}' is not the name of a Secret", "use lower-case letters, digits, '-' and '.'");
        else if (secrets.SecretName.StartsWith("mcp-", StringComparison.Ordinal))
            yield return Error("spec.secrets.kubernetes.secretName", "names beginning with 'mcp-' belong to the operator", "choose another name");
    }

    private static Violation Error(string field, string problem, string remedy) => Violation.Of(Reasons.InvalidSecrets, field, problem, remedy);
}

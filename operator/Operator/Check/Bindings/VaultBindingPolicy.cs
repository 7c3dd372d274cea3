using System.Net;
using McpTenants.Api;

namespace McpTenants.Operator.Check.Bindings;

/// <summary>What a binding has to be before a request leaves for its vault. Answers the webhook and the reconciler alike.</summary>
internal static class VaultBindingPolicy
{
    /// <summary>Everything that is wrong; empty when the binding is fine.</summary>
    public static IReadOnlyList<Violation> Check(McpVaultBindingSpec spec) => [.. Cloud(spec), .. Vault(spec), .. Tenants(spec), .. Identity(spec.Identity)];

    private static IEnumerable<Violation> Cloud(McpVaultBindingSpec spec)
    {
        if (spec.Cloud != VaultCloud.Custom)
        {
            if (spec.CustomCloud is not null)
                yield return Error("spec.customCloud", "it has no meaning outside of cloud Custom", "remove it, or set cloud: Custom");
            yield break;
        }

        if (spec.CustomCloud is not { } custom)
        {
            yield return Error("spec.customCloud", "cloud Custom needs it", "set authorityHost and vaultSuffix");
            yield break;
        }

        if (Url(custom.AuthorityHost) is var (_, problem) && problem is not null)
            yield return Error("spec.customCloud.authorityHost", problem, "write one such as https://login.site.example");
        if (!Names.IsHost(custom.VaultSuffix.ToLowerInvariant()))
            yield return Error("spec.customCloud.vaultSuffix", $"'{Names.Shown(custom.VaultSuffix)}' is not a domain", "write the domain that all vaults are in, such as vault.site.example");
    }

    private static IEnumerable<Violation> Vault(McpVaultBindingSpec spec)
    {
        const string Field = "spec.vaultUrl";
        if (VaultCloudFacts.Of(spec) is not { } cloud)
            yield break;
        var remedy = $"write one such as https://acme.{cloud.VaultSuffix}";
        if (Url(spec.VaultUrl) is var (url, problem) && problem is not null)
            yield return Error(Field, problem, remedy);
        else if (!url!.Host.EndsWith("." + cloud.VaultSuffix, StringComparison.OrdinalIgnoreCase) || url.Host.Length == cloud.VaultSuffix.Length + 1)
            yield return Error(Field, $"'{Names.Shown(url.Host)}' is not in {cloud.VaultSuffix}, the domain of cloud {spec.Cloud ?? VaultCloud.Public}", remedy);
        else if (spec.Cloud != VaultCloud.Custom && (!url.IsDefaultPort || url.Host[..^(cloud.VaultSuffix.Length + 1)].Contains('.', StringComparison.Ordinal)))
            yield return Error(Field, "a vault of this cloud has one name before the domain and no port", remedy);
    }

    private static IEnumerable<Violation> Tenants(McpVaultBindingSpec spec)
    {
        if (spec.Tenants is not { Count: > 0 } && spec.TenantSelector is null)
            yield return Error("spec.tenants", "the binding lists nobody", "name the tenants, or set tenantSelector");
        if (spec.TenantSelector is { MatchLabels.Count: 0 })
            yield return Error("spec.tenantSelector.matchLabels", "an empty selector would list every tenant", "name at least one label");
    }

    private static IEnumerable<Violation> Identity(VaultIdentitySpec identity)
    {
        if (identity.Type is null)
            yield return Error("spec.identity.type", "it is missing", "set WorkloadIdentity or ClientCertificate");
        if (!IsGuid(identity.TenantId))
            yield return Error("spec.identity.tenantId", $"'{Names.Shown(identity.TenantId)}' is not a directory id", "write the directory's GUID");
        if (!IsGuid(identity.ClientId))
            yield return Error("spec.identity.clientId", $"'{Names.Shown(identity.ClientId)}' is not a client id", "write the identity's GUID");
        var hasSecret = identity.CertificateSecretName is { Length: > 0 };
        if (identity.Type == VaultIdentityType.ClientCertificate != hasSecret && identity.Type is not null)
            yield return hasSecret
                ? Error("spec.identity.certificateSecretName", "it has no meaning for type WorkloadIdentity", "remove it")
                : Error("spec.identity.certificateSecretName", "type ClientCertificate needs it", "name a Secret of type kubernetes.io/tls in the operator's namespace");
        else if (hasSecret && (!Names.IsObjectName(identity.CertificateSecretName!) || identity.CertificateSecretName!.StartsWith("mcp-", StringComparison.Ordinal)))
            yield return Error("spec.identity.certificateSecretName", $"'{Names.Shown(identity.CertificateSecretName!)}' is not the name of a Secret that a binding may use", "use lower-case letters, digits, '-' and '.'; names beginning with 'mcp-' belong to the operator");
    }

    // What a URL of a host has to be, before it is asked whose host it is.
    private static (Uri? Url, string? Problem) Url(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttps || text.Any(c => c is <= ' ' or > '~' or '\\'))
            return (null, $"'{Names.Shown(text)}' is not an https URL");
        if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0 || url.AbsolutePath != "/" || text.AsSpan(8).IndexOfAny('?', '#', '@') >= 0)
            return (null, "only scheme and host are allowed in it");
        return IPAddress.TryParse(url.IdnHost.TrimEnd('.'), out _) || !Names.IsHost(url.IdnHost) ? (null, $"'{Names.Shown(url.Host)}' is not a host name") : (url, null);
    }

    // .NET reads a GUID with white space around it too.
    private static bool IsGuid(string text) => text.Length == 36 && Guid.TryParseExact(text, "D", out _);

    private static Violation Error(string field, string problem, string remedy) => Violation.Of(Reasons.InvalidBinding, field, problem, remedy);
}

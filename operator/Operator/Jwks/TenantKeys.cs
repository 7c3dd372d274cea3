using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Operator.Jwks;

/// <summary>The keys that a tenant's instance shall trust.</summary>
/// <param name="KeySet">The key set as JSON.</param>
/// <param name="Source">The issuer that they are from; empty when the tenant takes no tokens.</param>
/// <param name="Problem">Why there are none, or why they could not be refreshed; null when all is well.</param>
/// <param name="Usable">There are keys, or the tenant needs none.</param>
internal sealed record TenantKeys(string KeySet, string Source, string? Problem, bool Usable)
{
    /// <summary>Annotation of the ConfigMap: the issuer whose keys it holds.</summary>
    public const string SourceAnnotation = McpTenantNames.Group + "/issuer";

    /// <summary>A tenant that takes no tokens.</summary>
    public static readonly TenantKeys NotNeeded = new(Jwks.KeySet.Empty, "", null, true);

    /// <summary>
    /// The newest good keys: what was polled, else what the tenant's ConfigMap still holds of the same issuer. A restart of the
    /// operator while an issuer is down must not lock a tenant out.
    /// </summary>
    public static TenantKeys Of(McpTenant tenant, string caBundle, IssuerCache issuers, V1ConfigMap? live)
    {
        if (IssuerOf(tenant, caBundle) is not { } key)
        {
            return NotNeeded;
        }

        var source = $"{key.Issuer} {key.JwksUri}".Trim();
        var state = issuers.Find(key);
        var keys = state?.KeySet ?? Remembered(live, source);
        var problem = state?.Problem is { } p ? $"Issuer {key.Issuer}: {p}." : keys is null ? $"Issuer {key.Issuer} has not answered yet." : null;
        return new TenantKeys(keys ?? Jwks.KeySet.Empty, source, problem, keys is not null);
    }

    /// <summary>The issuer of a tenant, or null when it takes no tokens.</summary>
    public static IssuerKey? IssuerOf(McpTenant tenant, string caBundle) =>
        (tenant.Spec.Auth?.Mode ?? AuthMode.OAuth) == AuthMode.OAuth && tenant.Spec.Auth?.Issuer is { Length: > 0 } issuer
            ? new IssuerKey(issuer, tenant.Spec.Auth.JwksUri ?? "", caBundle)
            : null;

    private static string? Remembered(V1ConfigMap? live, string source) =>
        live?.GetAnnotation(SourceAnnotation) == source && live.Data?.TryGetValue(McpTenantNames.JwksFile, out var keys) == true && keys != Jwks.KeySet.Empty
            ? keys
            : null;
}

using System.Text;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;

namespace McpTenants.Operator.Jwks;

/// <summary>The certificate authorities that a tenant adds for its issuer, from key <c>ca.crt</c> of a Secret in its own namespace.</summary>
internal sealed class CaBundles(IKubernetesClient client)
{
    /// <summary>The bundle in PEM; empty when the tenant names none or it is not there yet.</summary>
    public async Task<string> ForAsync(McpTenant tenant, CancellationToken cancellationToken)
    {
        if (tenant.Spec.Auth?.CaBundleSecretName is not { Length: > 0 } name)
        {
            return "";
        }

        try
        {
            var secret = await client.GetAsync<V1Secret>(name, McpTenantNames.NamespaceOf(tenant.Metadata.Name!), cancellationToken);
            return secret?.Data?.TryGetValue("ca.crt", out var pem) == true ? Encoding.ASCII.GetString(pem) : "";
        }
        catch (HttpOperationException e) when (e.IsForbidden())
        {
            return "";
        }
    }
}

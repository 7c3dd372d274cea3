using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;
using McpTenants.Operator.Status;

namespace McpTenants.Operator.Vaults.Access;

/// <summary>
/// Tokens of tenants' ServiceAccounts, for the one purpose of being exchanged at a directory. The right to mint one is in the role that is bound in the
/// tenant's namespace, for this one account, and goes with the namespace. A tenant's pods have none.
/// </summary>
internal sealed class ServiceAccountTokens(KubernetesClient client)
{
    // The shortest that the API server gives; the exchange takes seconds.
    private const long Seconds = 600;

    /// <summary>Mints a token of a tenant.</summary>
    public async Task<string> MintAsync(string tenantNamespace, string audience, CancellationToken cancellationToken)
    {
        var request = new Authenticationv1TokenRequest { Spec = new V1TokenRequestSpec { Audiences = [audience], ExpirationSeconds = Seconds } };
        try
        {
            return (await client.CreateServiceAccountTokenAsync(McpTenantNames.Instance, tenantNamespace, request, cancellationToken)).Status!.Token;
        }
        catch (HttpOperationException e)
        {
            throw new VaultException(new VaultProblem(Reasons.VaultIdentityUnavailable, $"The API server gave no token of ServiceAccount {tenantNamespace}/{McpTenantNames.Instance}: {(int)e.Response.StatusCode}."), e);
        }
    }
}

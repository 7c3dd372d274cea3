using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;

namespace McpTenants.Operator.Deprovision.Brakes;

/// <summary>Looks at the definition of our kind: when it is deleted the API server deletes every tenant.</summary>
internal sealed class Definitions(IKubernetesClient client)
{
    private const string Name = $"{McpTenant.KubePluralName}.{McpTenant.KubeGroup}";

    /// <summary>True while the definition is being deleted. An operator without the right to look at it believes that it is not.</summary>
    public async Task<bool> AreGoingAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetAsync<V1CustomResourceDefinition>(Name, ct: cancellationToken) is { Metadata.DeletionTimestamp: not null };
        }
        catch (HttpOperationException e) when (e.IsForbidden())
        {
            return false;
        }
    }
}

using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;

namespace McpTenants.Operator.Deprovision.Verification;

/// <summary>Lists metadata of any kind; what the operator may not see, or what does not answer, is told apart from what is not there.</summary>
internal sealed class KindLister(IDiscoveryClient discovery)
{
    /// <summary>The objects; or null, and why they could not be listed.</summary>
    public async Task<(IList<V1ObjectMeta>? Found, string? Problem)> ListAsync(ResourceKind kind, string? ns, string? selector, CancellationToken cancellationToken)
    {
        try
        {
            return (await discovery.ListMetadataAsync(kind.GroupVersion, kind.Resource, ns, selector, cancellationToken), null);
        }
        catch (HttpOperationException e) when (e.IsForbidden())
        {
            return (null, "the operator has no right to list it");
        }
        catch (HttpOperationException e) when (e.IsNotFound() || (int)e.Response.StatusCode == 405)
        {
            // Discovery names some that are no collections; a kind whose definition went away in between has no objects.
            return ([], null);
        }
        catch (HttpOperationException e) when ((int)e.Response.StatusCode >= 500)
        {
            return (null, e.Message);
        }
    }
}

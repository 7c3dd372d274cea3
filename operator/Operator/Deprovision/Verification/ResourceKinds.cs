using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;

namespace McpTenants.Operator.Deprovision.Verification;

/// <summary>Every kind that the API server offers for listing, asked anew each time: a scan over a list from yesterday proves nothing.</summary>
internal sealed class ResourceKinds(IDiscoveryClient discovery)
{
    /// <summary>The kinds, and the API groups that did not answer.</summary>
    public async Task<(IReadOnlyList<ResourceKind> Kinds, IReadOnlyList<string> Silent)> FindAsync(CancellationToken cancellationToken)
    {
        var groups = await discovery.GetGroupsAsync(cancellationToken);
        string[] versions = ["v1", .. groups.Select(g => (g.PreferredVersion ?? g.Versions[0]).GroupVersion)];
        var kinds = new List<ResourceKind>();
        var silent = new List<string>();
        foreach (var version in versions)
        {
            try
            {
                var offered = await discovery.GetResourcesAsync(version, cancellationToken);
                kinds.AddRange((offered?.Resources ?? []).Where(IsListable).Select(r => new ResourceKind(version, r.Name, r.Namespaced)));
            }
            catch (HttpOperationException e) when ((int)e.Response.StatusCode >= 500)
            {
                // An aggregated API whose server is dead. The namespace controller stops at it too, and says so.
                silent.Add($"{version}: {e.Message}");
            }
        }

        return (kinds, silent);
    }

    private static bool IsListable(V1APIResource resource) => !resource.Name.Contains('/', StringComparison.Ordinal) && resource.Verbs.Contains("list");
}

/// <summary>A kind by its URL.</summary>
/// <param name="GroupVersion">Group and version.</param>
/// <param name="Resource">Plural name.</param>
/// <param name="Namespaced">Whether its objects are in namespaces.</param>
internal readonly record struct ResourceKind(string GroupVersion, string Resource, bool Namespaced)
{
    /// <summary>As kubectl names it: <c>deployments.apps</c>.</summary>
    public string Name => GroupVersion.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 ? $"{Resource}.{GroupVersion[..slash]}" : Resource;
}

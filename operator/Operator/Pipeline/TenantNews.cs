using Kubernetes.Runtime;

namespace McpTenants.Operator.Pipeline;

/// <summary>Brings a tenant's next pass about when something is known that no object of the API server tells.</summary>
internal sealed class TenantNews(Action<NamespacedName> enqueue)
{
    /// <summary>Something is new.</summary>
    public void Tell(string tenant) => enqueue(new NamespacedName(tenant));
}

using k8s;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Operator.Plan;

namespace McpTenants.Operator.Pipeline;

/// <summary>Deletes objects that are ours and no longer planned.</summary>
internal static class Pruning
{
    /// <summary>Deletes this very object.</summary>
    public static Task DeleteAsync(IKubernetesClient client, ObjectKey key, IKubernetesObject<V1ObjectMeta> live, CancellationToken cancellationToken)
    {
        Task Delete<T>()
            where T : class, IKubernetesObject<V1ObjectMeta> =>
            client.DeleteAsync<T>(key.Name, key.Namespace, Precondition.Only(live), cancellationToken);

        return live switch
        {
            V1NetworkPolicy => Delete<V1NetworkPolicy>(),
            V1Ingress => Delete<V1Ingress>(),
            V1ConfigMap => Delete<V1ConfigMap>(),
            V1Service => Delete<V1Service>(),
            V1ServiceAccount => Delete<V1ServiceAccount>(),
            V1RoleBinding => Delete<V1RoleBinding>(),
            V1ResourceQuota => Delete<V1ResourceQuota>(),
            V1LimitRange => Delete<V1LimitRange>(),
            V1Deployment => Delete<V1Deployment>(),
            _ => Task.CompletedTask,
        };
    }
}

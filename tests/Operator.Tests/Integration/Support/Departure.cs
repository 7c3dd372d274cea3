using k8s.Autorest;
using Kubernetes.Runtime;
using KubeOps.KubernetesClient;
using McpTenants.Api;
using McpTenants.Operator.Deprovision;
using McpTenants.Operator.Deprovision.Restore;
using McpTenants.Operator.Deprovision.Tombstones;
using McpTenants.Operator.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Operator.Tests.Integration.Support;

/// <summary>The parts of the operator that tenants meet when they leave and come back, wired as in the real one, without anything that runs by itself.</summary>
internal sealed class Departure : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly IKubernetesClient honest;

    public Departure(OperatorFixture operation, string archives, Func<string, Func<Task>, Task> onWrite)
    {
        var options = new OperatorOptions
        {
            Kubeconfig = operation.Kubeconfig,
            SystemNamespace = operation.SystemNamespace,
            BaseDomain = "mcp.test",
            InstanceImage = "mcptenants.dev/mcp-instance:dev",
            LeaderElection = false,
            Deprovision = new DeprovisionOptions { ArchiveRoot = archives },
        };
        honest = operation.Client;
        var collection = new ServiceCollection();
        collection.AddLogging().AddTenantOperator(options, new PlatformPolicy { BaseDomain = "mcp.test", InstanceImage = options.InstanceImage, SystemNamespace = options.SystemNamespace });
        collection.AddSingleton<IKubernetesClient>(new FaultyClient(operation.Client, onWrite));
        services = collection.BuildServiceProvider();
    }

    /// <summary>One look at everything, as events would bring it about. Whatever ends it, the next look begins anew.</summary>
    public async Task PassAsync(string name, string uid, CancellationToken ct)
    {
        try
        {
            if (await honest.GetAsync<McpTenant>(name, ct: ct) is { } tenant)
            {
                if (tenant.Metadata.DeletionTimestamp is not null && tenant.Metadata.Uid == uid)
                {
                    await services.GetRequiredService<Deprovisioner>().RunAsync(tenant, ct);
                }
                else if (tenant.Metadata.Uid != uid)
                {
                    await services.GetRequiredService<Restorer>().EnsureAsync(tenant, ct);
                }
            }

            await services.GetRequiredService<TombstoneReconciler>().ReconcileAsync(new NamespacedName(uid), ct);
        }
        catch (Exception e) when (e is KilledException or HttpOperationException or IOException)
        {
            // The queue would try again.
        }
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}

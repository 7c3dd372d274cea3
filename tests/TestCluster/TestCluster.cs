using System.Collections.Concurrent;

namespace McpTenants.Testing;

/// <summary>Gives tests a cluster: one per tier and test process, started when the first test asks for it.</summary>
public static class TestCluster
{
    private static readonly ConcurrentDictionary<Tier, Lazy<Task<string>>> Clusters = new();

    /// <summary>
    /// The path of a kubeconfig with administrator rights. In this order: the cluster in <c>KUBECONFIG</c>; for
    /// <see cref="Tier.Integration"/> the one in <c>MCPT_TEST_KUBECONFIG</c>; one that dev/cluster starts here and stops when
    /// this process ends. Tests share it, so each works in namespaces with names of its own.
    /// </summary>
    public static Task<string> GetAsync(Tier tier) =>
        Clusters.GetOrAdd(tier, static t => new Lazy<Task<string>>(() => Provider(t).GetKubeconfigAsync(CancellationToken.None))).Value;

    internal static IClusterProvider Provider(Tier tier) => tier switch
    {
        _ when TestEnvironment.Kubeconfig is { } given => new GivenCluster(given),
        Tier.Integration when TestEnvironment.IntegrationKubeconfig is { } shared => new GivenCluster(shared),
        Tier.Integration => ScriptedCluster.ControlPlane(Repository.Root),
        _ => ScriptedCluster.Full(Repository.Root),
    };
}

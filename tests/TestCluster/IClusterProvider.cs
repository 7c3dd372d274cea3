namespace McpTenants.Testing;

/// <summary>
/// One way to come by a cluster. It exists so that a provider on top of Testcontainers.K3s is one more class
/// (docs/adr/0002) and no test changes.
/// </summary>
public interface IClusterProvider
{
    /// <summary>Starts the cluster, or finds it running.</summary>
    /// <returns>The path of a kubeconfig with administrator rights.</returns>
    Task<string> GetKubeconfigAsync(CancellationToken cancellationToken);
}

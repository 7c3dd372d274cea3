namespace McpTenants.Testing;

/// <summary>A cluster that somebody else started and will stop.</summary>
internal sealed class GivenCluster(string kubeconfig) : IClusterProvider
{
    public Task<string> GetKubeconfigAsync(CancellationToken cancellationToken) =>
        File.Exists(kubeconfig)
            ? Task.FromResult(Path.GetFullPath(kubeconfig))
            : throw new FileNotFoundException("The given kubeconfig does not exist.", kubeconfig);
}

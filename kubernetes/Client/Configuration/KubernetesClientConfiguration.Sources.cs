namespace k8s;

public partial class KubernetesClientConfiguration
{
    /// <summary>Whether this process runs in a pod with a service account.</summary>
    public static bool IsInCluster() => InCluster.Detect() is not null;

    /// <summary>The pod's service account. Token and CA file are read again when they rotate.</summary>
    /// <exception cref="KubeConfigException">This process does not run in a pod.</exception>
    public static KubernetesClientConfiguration InClusterConfig() =>
        InCluster.Detect() ?? throw new KubeConfigException($"not in a cluster: KUBERNETES_SERVICE_HOST and {InCluster.TokenFile} are needed");

    /// <summary><c>KUBECONFIG</c> (a list is merged), else <c>~/.kube/config</c>, else the pod's service account, else <c>http://localhost:8080</c>.</summary>
    public static KubernetesClientConfiguration BuildDefaultConfig()
    {
        var files = KubeConfigFiles.FromEnvironment();
        if (files.Count > 0)
            return KubeConfigReader.Read(files, context: null, masterUrl: null);
        return InCluster.Detect() ?? new KubernetesClientConfiguration();
    }

    /// <summary>Reads a kubeconfig.</summary>
    /// <param name="kubeconfigPath">File, or a list as in <c>KUBECONFIG</c>; null for the default files.</param>
    /// <param name="currentContext">Context; null for the file's current one.</param>
    /// <param name="masterUrl">Address that replaces the cluster's; null keeps it.</param>
    /// <param name="useRelativePaths">Whether relative paths are taken relative to the file that holds them (kubectl does). Default true.</param>
    /// <exception cref="KubeConfigException">Something is missing or wrong; the message names file and field.</exception>
    public static KubernetesClientConfiguration BuildConfigFromConfigFile(
        string? kubeconfigPath = null, string? currentContext = null, string? masterUrl = null, bool useRelativePaths = true)
    {
        var files = kubeconfigPath is null ? KubeConfigFiles.FromEnvironment() : KubeConfigFiles.Split(kubeconfigPath);
        if (files.Count == 0)
            throw new KubeConfigException("no kubeconfig: neither KUBECONFIG nor ~/.kube/config names a file that exists");
        return KubeConfigReader.Read(files, currentContext, masterUrl, useRelativePaths);
    }
}

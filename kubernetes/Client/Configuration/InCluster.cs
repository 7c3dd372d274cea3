namespace k8s;

/// <summary>The service account that the kubelet mounts into a pod.</summary>
internal static class InCluster
{
    private const string Folder = "/var/run/secrets/kubernetes.io/serviceaccount";

    public const string TokenFile = Folder + "/token";

    public static KubernetesClientConfiguration? Detect() => Detect(ClientEnvironment.ServiceHost, ClientEnvironment.ServicePort, Folder);

    /// <summary>Null outside a pod.</summary>
    public static KubernetesClientConfiguration? Detect(string? host, string? port, string folder)
    {
        var token = Path.Combine(folder, "token");
        if (string.IsNullOrEmpty(host) || string.IsNullOrEmpty(port) || !File.Exists(token))
            return null;
        var ns = Path.Combine(folder, "namespace");
        return new KubernetesClientConfiguration
        {
            Host = $"https://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}",
            TokenFile = token,
            SslCaCertFile = Path.Combine(folder, "ca.crt"),
            Namespace = File.Exists(ns) ? File.ReadAllText(ns).Trim() : null,
        };
    }
}

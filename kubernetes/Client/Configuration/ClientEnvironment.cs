namespace k8s;

/// <summary>The only place of this library that reads the environment.</summary>
internal static class ClientEnvironment
{
#pragma warning disable RS0030 // This is the options edge: names and meanings are those of kubectl and of the kubelet.
    public static string? KubeConfig => Environment.GetEnvironmentVariable("KUBECONFIG");

    public static string? ServiceHost => Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST");

    public static string? ServicePort => Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT");
#pragma warning restore RS0030

    public static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
}

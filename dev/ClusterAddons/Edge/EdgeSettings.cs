namespace ClusterAddons.Edge;

/// <summary>Where nginx keeps its things.</summary>
/// <param name="Directory">Its configuration, process id and temporary files.</param>
/// <param name="CertificateFile">The wildcard certificate.</param>
/// <param name="KeyFile">Its key.</param>
/// <param name="Address">Where clients reach it; published in the status of each Ingress that it serves.</param>
internal sealed record EdgeSettings(string Directory, string CertificateFile, string KeyFile, string Address)
{
    public string ConfigurationFile => Path.Combine(Directory, "nginx.conf");

    public string PidFile => Path.Combine(Directory, "nginx.pid");

    public static EdgeSettings From(string directory, string pki, string address) =>
        new(directory, Path.Combine(pki, "edge.crt"), Path.Combine(pki, "edge.key"), address);
}

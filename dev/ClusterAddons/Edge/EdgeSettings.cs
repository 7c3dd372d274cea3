namespace ClusterAddons.Edge;

/// <summary>Where nginx keeps its things.</summary>
internal sealed record EdgeSettings(string Directory, string CertificateFile, string KeyFile)
{
    public string ConfigurationFile => Path.Combine(Directory, "nginx.conf");

    public string PidFile => Path.Combine(Directory, "nginx.pid");

    public static EdgeSettings From(string directory, string pki) => new(directory, Path.Combine(pki, "edge.crt"), Path.Combine(pki, "edge.key"));
}

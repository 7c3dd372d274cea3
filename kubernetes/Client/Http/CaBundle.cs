using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace k8s.Http;

/// <summary>CA certificates, given or in a file that may be rotated; the file is looked at again at each new connection.</summary>
internal sealed class CaBundle
{
    private readonly string? _path;
    private readonly Lock _gate = new();
    private X509Certificate2Collection _certificates = [];
    private (DateTime Written, long Length) _stamp;

    public CaBundle(X509Certificate2Collection certificates) => _certificates = certificates;

    public CaBundle(string path) => _path = path;

    public X509Certificate2Collection Current()
    {
        if (_path is null)
            return _certificates;
        lock (_gate)
        {
            try
            {
                // Secrets and projected volumes are symlinks whose target is swapped.
                var file = new FileInfo(_path);
                var target = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
                var stamp = (target.LastWriteTimeUtc, target.Length);
                if (_certificates.Count > 0 && stamp == _stamp)
                    return _certificates;
                var loaded = new X509Certificate2Collection();
                loaded.ImportFromPemFile(_path);
                if (loaded.Count > 0)
                    (_certificates, _stamp) = (loaded, stamp);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
            {
                // Half-written during rotation: the last good bundle decides; with none, no server is trusted.
                if (_certificates.Count == 0)
                    throw new KubernetesClientException($"cannot read CA certificates from {_path}: {e.Message}", e);
            }

            return _certificates;
        }
    }
}

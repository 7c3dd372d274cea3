using System.Security.Cryptography;
using McpTenants.Gateway.Telemetry;

namespace McpTenants.Gateway.Tls;

/// <summary>
/// The certificates in a directory: one folder per mounted Secret, each with tls.crt and tls.key. Files are compared by content, because a mounted
/// Secret changes by a swap of links that dates and watches see badly.
/// </summary>
internal sealed class CertificateStore(string? directory, GatewayMetrics metrics, ILogger log)
{
    private readonly Lock _loading = new();
    private readonly Dictionary<string, (string Stamp, ServedCertificate? Good)> _folders = new(StringComparer.Ordinal);
    private CertificateTable _table = new([]);

    /// <summary>False: TLS is somebody else's business.</summary>
    public bool IsEnabled => directory is not null;

    public CertificateTable Current => Volatile.Read(ref _table);

    /// <summary>The first end of a certificate in use.</summary>
    public DateTimeOffset? EarliestEnd
    {
        get
        {
            lock (_loading)
                return _folders.Values.Min(f => f.Good?.NotAfter);
        }
    }

    /// <summary>
    /// Looks at the files. New handshakes use what is found, connections keep what they have. What cannot be used leaves the last good certificate
    /// of its folder in place; a folder that is gone takes its certificate along.
    /// </summary>
    public void Reload()
    {
        if (directory is null)
            return;
        lock (_loading)
        {
            var folders = Folders();
            var changed = false;
            foreach (var folder in folders)
                changed |= Load(folder);
            foreach (var gone in _folders.Keys.Except(folders, StringComparer.Ordinal).ToList())
                changed |= _folders.Remove(gone);
            if (changed)
                Volatile.Write(ref _table, new CertificateTable(_folders.Values.Select(f => f.Good).OfType<ServedCertificate>()));
        }
    }

    private List<string> Folders()
    {
        try
        {
            // A mounted volume keeps its generations in folders that begin with two dots.
            return [.. Directory.EnumerateDirectories(directory!).Where(f => !Path.GetFileName(f).StartsWith('.'))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            GatewayLog.CertificateBroken(log, directory!, e.Message);
            return [.. _folders.Keys];
        }
    }

    private bool Load(string folder)
    {
        var known = _folders.TryGetValue(folder, out var before);
        var stamp = "unreadable";
        try
        {
            var files = CertificateFiles.Read(folder);
            stamp = files.Stamp;
            if (known && before.Stamp == stamp)
                return false;
            var certificate = files.Load(Path.GetFileName(folder));
            _folders[folder] = (stamp, certificate);
            metrics.CertificateLoads.Add("loaded");
            GatewayLog.CertificateLoaded(log, certificate.Folder, string.Join(' ', certificate.Names), certificate.NotAfter);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            // Said once per content, not at every look.
            if (!known || before.Stamp != stamp)
            {
                metrics.CertificateLoads.Add("broken");
                GatewayLog.CertificateBroken(log, Path.GetFileName(folder), e.Message);
            }

            _folders[folder] = (stamp, before.Good);
            return false;
        }
    }
}

using System.Collections.Frozen;

namespace McpTenants.Gateway.Tls;

/// <summary>Certificates by host name; an immutable snapshot, swapped whole.</summary>
internal sealed class CertificateTable
{
    private readonly FrozenDictionary<string, ServedCertificate> _exact;

    /// <summary>By what follows the first label.</summary>
    private readonly FrozenDictionary<string, ServedCertificate> _wildcard;

    public CertificateTable(IEnumerable<ServedCertificate> certificates)
    {
        var exact = new Dictionary<string, ServedCertificate>(StringComparer.OrdinalIgnoreCase);
        var wildcard = new Dictionary<string, ServedCertificate>(StringComparer.OrdinalIgnoreCase);
        // Of two for one name the one that lasts longer: a renewed certificate may come in a folder of its own.
        foreach (var certificate in certificates.OrderByDescending(c => c.NotAfter).ThenBy(c => c.Folder, StringComparer.Ordinal))
        {
            foreach (var name in certificate.Names)
            {
                if (name.StartsWith("*.", StringComparison.Ordinal))
                    wildcard.TryAdd(name[2..], certificate);
                else
                    exact.TryAdd(name, certificate);
            }
        }

        _exact = exact.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        _wildcard = wildcard.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    public bool IsEmpty => _exact.Count + _wildcard.Count == 0;

    /// <summary>The certificate of exactly this host, else the one of its parent's wildcard, which stands for one label and no more.</summary>
    public ServedCertificate? Find(string? host)
    {
        if (string.IsNullOrEmpty(host))
            return null;
        if (_exact.TryGetValue(host, out var exact))
            return exact;
        var dot = host.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && _wildcard.TryGetValue(host[(dot + 1)..], out var wildcard) ? wildcard : null;
    }
}

using System.Security.Cryptography.X509Certificates;

namespace McpTenants.Operator.Webhook;

/// <summary>The certificate Kestrel serves now. Written by the rotation, read at every handshake.</summary>
internal sealed class ServingCertificate
{
    private volatile X509Certificate2? current;

    /// <summary>The certificate; null until the first one is there, and handshakes fail until then.</summary>
    public X509Certificate2? Current
    {
        get => current;
        set => current = value;
    }
}

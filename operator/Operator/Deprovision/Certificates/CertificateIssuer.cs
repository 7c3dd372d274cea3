using System.Reflection;
using McpTenants.Api;
using McpTenants.Operator.Deprovision.Export;

namespace McpTenants.Operator.Deprovision.Certificates;

/// <summary>Signs certificates and puts them where the archive is.</summary>
internal sealed class CertificateIssuer(SigningKeys keys, ArchiveStore store, DeprovisionOptions options, TimeProvider time)
{
    private static readonly string Executor =
        $"mcp-operator {typeof(CertificateIssuer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown"}";

    /// <summary>Signs the certificate of a tenant of which nothing is left.</summary>
    public async Task<TombstoneCertificate> IssueAsync(McpTenantTombstone tombstone, CancellationToken cancellationToken)
    {
        var (key, _) = await keys.GetAsync(cancellationToken);
        using (key)
        {
            var envelope = Dsse.Sign(ErasureCertificate.PayloadType, CertificateBuilder.Of(tombstone, options, Executor).ToUtf8(), key);
            return new TombstoneCertificate { IssuedAt = time.GetUtcNow(), KeyId = Dsse.KeyIdOf(key), Envelope = envelope.ToString() };
        }
    }

    /// <summary>Puts the certificate and the public keys beside the archive. Whoever has that folder can check them without a cluster.</summary>
    public async Task PublishAsync(McpTenantTombstone tombstone, CancellationToken cancellationToken)
    {
        if (tombstone is { Status.Certificate: { } certificate, Spec.Archive.Location: { } location })
        {
            var (key, publicKeys) = await keys.GetAsync(cancellationToken);
            key.Dispose();

            // A claim that is not mounted any more must not hold the tombstone: the certificate is in it too.
            await store.WriteCertificateAsync(location.Split('/')[0], tombstone.Spec.TenantUid, certificate.Envelope, publicKeys, cancellationToken);
        }
    }
}

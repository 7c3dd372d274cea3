using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace McpTenants.Authorization.Peers;

/// <summary>
/// Mutual TLS between the platform's programs. Trusted are the authorities of the identity and nobody else, whatever the image trusts; a chain is not
/// enough, the certificate must name the expected peer. Sessions are not resumed: every connection is proof of its own, and a client that speaks to
/// thousands of servers keeps no session for each.
/// </summary>
public static class PeerTls
{
    private const string ServerUsage = "1.3.6.1.5.5.7.3.1";
    private const string ClientUsage = "1.3.6.1.5.5.7.3.2";

    // Nothing older than 1.2, whatever the image's OpenSSL would still do.
    private const SslProtocols Protocols = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>Options for a server.</summary>
    /// <param name="identity">Who we are.</param>
    /// <param name="required">False: a client may come without a certificate, which is for the caller to judge. One that it shows is judged all the same.</param>
    /// <param name="admits">Whether a client of this name may connect.</param>
    /// <param name="now">The time at which certificates have to be valid.</param>
    public static SslServerAuthenticationOptions Server(PeerIdentity identity, bool required, Func<string, bool> admits, DateTimeOffset now) => new()
    {
        ServerCertificateContext = identity.Context,
        EnabledSslProtocols = Protocols,
        AllowRenegotiation = false,
        AllowTlsResume = false,
        ApplicationProtocols = [SslApplicationProtocol.Http11],
        ClientCertificateRequired = true,
        CertificateChainPolicy = Chain(identity, ClientUsage, now),
        RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
            certificate is null ? !required : errors == SslPolicyErrors.None && PeerCertificate.NameOf((X509Certificate2)certificate) is { } name && admits(name),
    };

    /// <summary>Options for a client of a tenant's instance.</summary>
    /// <param name="identity">Who we are.</param>
    /// <param name="tenantUid">Whose instance it must be.</param>
    /// <param name="now">The time at which certificates have to be valid.</param>
    public static SslClientAuthenticationOptions Client(PeerIdentity identity, string tenantUid, DateTimeOffset now)
    {
        var expected = PeerNames.Tenant(tenantUid);
        return new()
        {
            TargetHost = PeerNames.TenantHost(tenantUid),
            ClientCertificateContext = identity.Context,
            EnabledSslProtocols = Protocols,
            AllowRenegotiation = false,
            AllowTlsResume = false,
            ApplicationProtocols = [SslApplicationProtocol.Http11],
            CertificateChainPolicy = Chain(identity, ServerUsage, now),
            RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                certificate is X509Certificate2 shown && errors == SslPolicyErrors.None && string.Equals(PeerCertificate.NameOf(shown), expected, StringComparison.Ordinal),
        };
    }

    /// <summary>Turns a fresh connection into one that has proved to lead to the tenant's instance.</summary>
    /// <param name="connection">The connection; closed with what is returned, or when it proves nothing.</param>
    /// <param name="identity">Who we are.</param>
    /// <param name="tenantUid">Whose instance it must be.</param>
    /// <param name="now">The time at which certificates have to be valid.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AuthenticationException">It is somebody else.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task<SslStream> ConnectAsync(Stream connection, PeerIdentity identity, string tenantUid, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var tls = new SslStream(connection, leaveInnerStreamOpen: false);
        try
        {
            await tls.AuthenticateAsClientAsync(Client(identity, tenantUid, now), cancellationToken).ConfigureAwait(false);
            return tls;
        }
        catch
        {
            await tls.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static X509ChainPolicy Chain(PeerIdentity identity, string usage, DateTimeOffset now)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            // Leaves live for weeks and are replaced, never revoked; an authority is withdrawn by leaving it out.
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = now.LocalDateTime,
        };
        policy.CustomTrustStore.AddRange(identity.Authorities);
        policy.ApplicationPolicy.Add(new Oid(usage));
        return policy;
    }
}

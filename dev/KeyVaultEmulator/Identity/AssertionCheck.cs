using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace KeyVaultEmulator.Identity;

/// <summary>Judges the assertion with which a client proves who it is: a token of another issuer, or one signed with its own certificate.</summary>
internal static class AssertionCheck
{
    /// <summary>The directory's error code and text; null when the assertion is good.</summary>
    public static (int Code, string Text)? Problem(Jwt assertion, EmulatedIdentity identity, string tokenEndpoint, IEnumerable<TrustedIssuer> issuers, DateTimeOffset now) =>
        !assertion.IsCurrent(now) ? (700024, "Client assertion is not within its valid time range.")
        : assertion.Claim("iss") == identity.ClientId.ToString() ? OfCertificate(assertion, identity, tokenEndpoint)
        : OfFederation(assertion, identity, issuers);

    private static (int Code, string Text)? OfFederation(Jwt assertion, EmulatedIdentity identity, IEnumerable<TrustedIssuer> issuers)
    {
        var (issuer, subject) = (assertion.Claim("iss"), assertion.Claim("sub"));
        if (identity.Federated.All(f => f.Issuer != issuer))
            return (700211, $"No matching federated identity record found for presented assertion issuer '{issuer}'.");
        if (identity.Federated.FirstOrDefault(f => f.Issuer == issuer && f.Subject == subject) is not { } match)
            return (700213, $"No matching federated identity record found for presented assertion subject '{subject}'.");
        if (!assertion.Audiences.SequenceEqual([match.Audience], StringComparer.Ordinal))
            return (700212, "No matching federated identity record found for presented assertion audience.");
        return issuers.Where(i => i.Issuer == issuer).SelectMany(i => i.Keys).Any(assertion.IsSignedBy)
            ? null
            : (50013, "Assertion failed signature validation.");
    }

    private static (int Code, string Text)? OfCertificate(Jwt assertion, EmulatedIdentity identity, string tokenEndpoint)
    {
        if (assertion.Claim("sub") != identity.ClientId.ToString() || !assertion.Audiences.SequenceEqual([tokenEndpoint], StringComparer.Ordinal))
            return (700021, "Client assertion application identifier or audience doesn't match.");
        var certificate = identity.Certificates.FirstOrDefault(c => IsNamed(assertion, c));
        using var key = certificate?.GetRSAPublicKey();
        return key is not null && assertion.IsSignedBy(key)
            ? null
            : (700027, "The certificate with identifier used to sign the client assertion is not registered on application.");
    }

    private static bool IsNamed(Jwt assertion, X509Certificate2 certificate) =>
        (string?)assertion.Header["x5t#S256"] == Base64Url.EncodeToString(SHA256.HashData(certificate.RawData))
        || (string?)assertion.Header["x5t"] == Base64Url.EncodeToString(certificate.GetCertHash());
}

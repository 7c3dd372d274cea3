using System.Collections.Frozen;
using System.Security.Cryptography;

namespace McpTenants.Authorization;

/// <summary>
/// One signature algorithm of RFC 7518 that we accept. The list is the allow-list: there is no entry for <c>none</c> or for HMAC, so a token that asks
/// for them finds no algorithm at all, and an asymmetric public key can never be used as an HMAC secret.
/// </summary>
internal sealed record SignatureAlgorithm(string Name, string KeyType, HashAlgorithmName Hash, RSASignaturePadding? Padding, string? Curve, int EcSignatureLength)
{
    private static readonly FrozenDictionary<string, SignatureAlgorithm> ByName = new SignatureAlgorithm[]
    {
        Rsa("RS256", HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        Rsa("RS384", HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
        Rsa("RS512", HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
        Rsa("PS256", HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
        Rsa("PS384", HashAlgorithmName.SHA384, RSASignaturePadding.Pss),
        Rsa("PS512", HashAlgorithmName.SHA512, RSASignaturePadding.Pss),
        Ec("ES256", HashAlgorithmName.SHA256, "P-256", 64),
        Ec("ES384", HashAlgorithmName.SHA384, "P-384", 96),
        Ec("ES512", HashAlgorithmName.SHA512, "P-521", 132),
    }.ToFrozenDictionary(a => a.Name, StringComparer.Ordinal);

    /// <summary>The algorithm with exactly this name (RFC 7515: case-sensitive), or null when it is not on the allow-list.</summary>
    public static SignatureAlgorithm? Find(string name) => ByName.GetValueOrDefault(name);

    private static SignatureAlgorithm Rsa(string name, HashAlgorithmName hash, RSASignaturePadding padding) => new(name, "RSA", hash, padding, null, 0);

    private static SignatureAlgorithm Ec(string name, HashAlgorithmName hash, string curve, int length) => new(name, "EC", hash, null, curve, length);
}

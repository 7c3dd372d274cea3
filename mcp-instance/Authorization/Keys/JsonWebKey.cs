using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace McpTenants.Authorization;

/// <summary>One public verification key of a key set (RFC 7517). Immutable and safe for concurrent use.</summary>
public sealed class JsonWebKey
{
    // The platform does not promise that one RSA or ECDsa instance may verify on two threads at once, and importing a key costs as much as a
    // verification; so finished instances are kept for the next caller.
    private readonly ConcurrentBag<AsymmetricAlgorithm> idle = [];
    private readonly Func<AsymmetricAlgorithm> import;

    internal JsonWebKey(string? keyId, string keyType, string? curve, string? algorithm, Func<AsymmetricAlgorithm> import)
    {
        KeyId = keyId;
        KeyType = keyType;
        Curve = curve;
        Algorithm = algorithm;
        this.import = import;
    }

    /// <summary>The <c>kid</c> member, compared ordinally and used for nothing but that comparison; null when the key has none.</summary>
    public string? KeyId { get; }

    /// <summary>The <c>kty</c> member: <c>RSA</c> or <c>EC</c>; keys of other types never get this far.</summary>
    public string KeyType { get; }

    /// <summary>The <c>crv</c> member of an elliptic-curve key, otherwise null.</summary>
    public string? Curve { get; }

    /// <summary>The <c>alg</c> member: the only algorithm this key may be used with, or null for any that fits the key type.</summary>
    public string? Algorithm { get; }

    internal bool Fits(SignatureAlgorithm algorithm) =>
        KeyType == algorithm.KeyType && Curve == algorithm.Curve && (Algorithm is null || Algorithm == algorithm.Name);

    internal bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (!idle.TryTake(out var key))
            key = import();
        try
        {
            return key switch
            {
                RSA rsa => rsa.VerifyData(data, signature, algorithm.Hash, algorithm.Padding!),
                ECDsa ec => signature.Length == algorithm.EcSignatureLength
                    && ec.VerifyData(data, signature, algorithm.Hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
                _ => false,
            };
        }
        catch (CryptographicException)
        {
            return false; // A signature the provider cannot even parse is a wrong signature.
        }
        finally
        {
            idle.Add(key);
        }
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace McpTenants.Api;

/// <summary>
/// Signatures over JSON in envelopes as in-toto writes them (DSSE v1), with ECDSA P-256 and SHA-256. The signature is in the form of
/// RFC 3279, which openssl and cosign read.
/// </summary>
public static class Dsse
{
    /// <summary>Id of a key: SHA-256 of its SubjectPublicKeyInfo, in hex.</summary>
    public static string KeyIdOf(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
    }

    /// <summary>Puts the payload into a signed envelope.</summary>
    public static DsseEnvelope Sign(string payloadType, byte[] payload, ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var signature = key.SignData(PreAuthentication(payloadType, payload), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return new DsseEnvelope
        {
            PayloadType = payloadType,
            Payload = Convert.ToBase64String(payload),
            Signatures = [new DsseSignature { KeyId = KeyIdOf(key), Sig = Convert.ToBase64String(signature) }],
        };
    }

    /// <summary>The payload, if one of the keys signed it as what it is expected to be; null when nobody vouches for it.</summary>
    /// <exception cref="FormatException">The envelope is not well-formed.</exception>
    public static byte[]? Verify(DsseEnvelope envelope, string payloadType, IEnumerable<ECDsa> keys)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        if (envelope.PayloadType != payloadType)
            return null;
        var payload = Convert.FromBase64String(envelope.Payload);
        var signed = PreAuthentication(payloadType, payload);
        // The key id is a hint and not signed: every key is tried.
        return keys.Any(key => envelope.Signatures.Any(s =>
            key.VerifyData(signed, Convert.FromBase64String(s.Sig), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence))) ? payload : null;
    }

    // DSSE's PAE: lengths in front, so that type and payload cannot run into each other.
    private static byte[] PreAuthentication(string payloadType, byte[] payload) =>
    [
        .. Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"DSSEv1 {Encoding.UTF8.GetByteCount(payloadType)} {payloadType} {payload.Length} ")),
        .. payload,
    ];
}

/// <summary>A DSSE envelope.</summary>
public sealed record DsseEnvelope
{
    /// <summary>What the payload is.</summary>
    [JsonPropertyName("payloadType")]
    public required string PayloadType { get; init; }

    /// <summary>The payload in base64.</summary>
    [JsonPropertyName("payload")]
    public required string Payload { get; init; }

    /// <summary>Signatures over type and payload.</summary>
    [JsonPropertyName("signatures")]
    public required IReadOnlyList<DsseSignature> Signatures { get; init; }

    /// <summary>Reads an envelope.</summary>
    /// <exception cref="JsonException">The text is no envelope.</exception>
    public static DsseEnvelope Read(string json) =>
        JsonSerializer.Deserialize(json, ErasureCertificateJson.Default.DsseEnvelope) ?? throw new JsonException("The envelope is empty.");

    /// <inheritdoc/>
    public override string ToString() => JsonSerializer.Serialize(this, ErasureCertificateJson.Default.DsseEnvelope);
}

/// <summary>One signature.</summary>
public sealed record DsseSignature
{
    /// <summary>Which key it is from.</summary>
    [JsonPropertyName("keyid")]
    public string? KeyId { get; init; }

    /// <summary>The signature in base64.</summary>
    [JsonPropertyName("sig")]
    public required string Sig { get; init; }
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace McpTenants.Api;

/// <summary>Says what was erased where, how, on whose word, what was looked for afterwards, and what is left. Its fields follow the certificate of sanitization in NIST SP 800-88.</summary>
public sealed record ErasureCertificate
{
    /// <summary>Payload type in the envelope.</summary>
    public const string PayloadType = "application/vnd.mcptenants.erasure-certificate+json";

    /// <summary>Version of this format.</summary>
    public int Version { get; init; } = 1;

    /// <summary>Whose data it was.</summary>
    public required ErasedTenant Tenant { get; init; }

    /// <summary>What was erased, where, and by which method.</summary>
    public required IReadOnlyList<ErasedItem> Erased { get; init; }

    /// <summary>Who deleted the tenant.</summary>
    public required string Requester { get; init; }

    /// <summary>Who or what allowed the erasure.</summary>
    public required string Approver { get; init; }

    /// <summary>What did it: program and version.</summary>
    public required string Executor { get; init; }

    /// <summary>When the tenant was deleted.</summary>
    public required DateTimeOffset DeletedAt { get; init; }

    /// <summary>When erasing began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the scan that found nothing ended.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>What was looked for afterwards.</summary>
    public required TombstoneVerification Verification { get; init; }

    /// <summary>The archive that was made before; null when none was made.</summary>
    public TombstoneArchive? Archive { get; init; }

    /// <summary>Copies that this erasure did not reach, and when they end.</summary>
    public required IReadOnlyList<ResidualCopy> ResidualCopies { get; init; }

    /// <summary>What is kept on purpose, and on which basis.</summary>
    public required IReadOnlyList<KeptRecord> RecordsKept { get; init; }

    /// <summary>The bytes that are signed.</summary>
    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, ErasureCertificateJson.Default.ErasureCertificate);

    /// <summary>Reads a certificate.</summary>
    /// <exception cref="JsonException">The text is no certificate.</exception>
    public static ErasureCertificate Read(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, ErasureCertificateJson.Default.ErasureCertificate) ?? throw new JsonException("The certificate is empty.");
}

/// <summary>Whose data it was.</summary>
/// <param name="Uid">UID of the tenant.</param>
/// <param name="Name">Name of the tenant.</param>
/// <param name="Hosts">Its hosts.</param>
public sealed record ErasedTenant(string Uid, string Name, IReadOnlyList<string> Hosts);

/// <summary>Something that was erased.</summary>
/// <param name="What">What it was.</param>
/// <param name="Where">Where it was.</param>
/// <param name="Method">How it was erased, in the words of NIST SP 800-88 (clear, purge, destroy) with what was done.</param>
public sealed record ErasedItem(string What, string Where, string Method);

/// <summary>A copy that was not reached.</summary>
/// <param name="What">What it is.</param>
/// <param name="Where">Where it is.</param>
/// <param name="Expires">When it ends; null when the operator was not told.</param>
public sealed record ResidualCopy(string What, string Where, DateTimeOffset? Expires);

/// <summary>A record that is kept.</summary>
/// <param name="What">What it is.</param>
/// <param name="Where">Where it is.</param>
/// <param name="Basis">On which legal basis.</param>
public sealed record KeptRecord(string What, string Where, string Basis);

/// <summary>Reflection-free serialisation of certificates and their envelopes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ErasureCertificate))]
[JsonSerializable(typeof(DsseEnvelope))]
[JsonSerializable(typeof(TombstoneVerification))]
public sealed partial class ErasureCertificateJson : JsonSerializerContext;

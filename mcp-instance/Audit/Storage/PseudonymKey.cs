using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using McpTenants.Audit.Json;

namespace McpTenants.Audit.Storage;

/// <summary>
/// The tenant's key for pseudonyms and digests. It stays on the data volume and out of every archive: whoever has the records alone can tell that two calls
/// were by the same caller, and not by whom; when the key is gone, nobody can.
/// </summary>
internal sealed class PseudonymKey
{
    private const int RememberedCallers = 1024;
    private const int LargestKeptBuffer = 64 << 10;

    private readonly byte[] key;
    // Both are kept because there is a digest for each call: beginning anew costs a fraction of making them.
    private readonly IncrementalHash hmac;
    private ArrayBufferWriter<byte> input = new(1024);
    // Most calls come from few callers.
    private readonly Dictionary<string, string> callers = new(StringComparer.Ordinal);

    internal PseudonymKey(byte[] key) => (this.key, hmac) = (key, IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key));

    /// <summary>Names the key without telling it: pseudonyms are comparable where this is equal.</summary>
    public string Id => Convert.ToHexStringLower(HMACSHA256.HashData(key, "id"u8))[..16];

    /// <exception cref="IOException">The key cannot be read or made durable.</exception>
    public static PseudonymKey LoadOrCreate(string file) => new(KeyFile.LoadOrCreate(file));

    /// <summary>One caller at a time.</summary>
    public string Pseudonym(string subject)
    {
        if (callers.TryGetValue(subject, out var known))
            return known;
        if (callers.Count >= RememberedCallers)
            callers.Clear();
        input.ResetWrittenCount();
        input.Write("caller\0"u8);
        Encoding.UTF8.GetBytes(subject, input);
        return callers[subject] = DigestOfInput();
    }

    /// <summary>Keyed, so that nobody can try out likely arguments against the record. One caller at a time.</summary>
    public string Digest(IEnumerable<KeyValuePair<string, JsonElement>> arguments)
    {
        input.ResetWrittenCount();
        input.Write("arguments\0"u8);
        CanonicalJson.Write(arguments, input);
        return DigestOfInput();
    }

    // The purpose is part of the input, so that a subject's pseudonym can never equal the digest of the same text as an argument.
    private string DigestOfInput()
    {
        hmac.AppendData(input.WrittenSpan);
        if (input.Capacity > LargestKeptBuffer)
            input = new(1024);
        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        hmac.GetHashAndReset(digest);
        return Convert.ToHexStringLower(digest);
    }
}

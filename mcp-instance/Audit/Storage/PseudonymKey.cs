using System.Buffers;
using System.Collections.Concurrent;
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

    // Kept because there is a digest for each call: beginning anew costs a fraction of making one. By thread, so that callers do not wait for each other.
    [ThreadStatic]
    private static Hasher? kept;

    private readonly byte[] key;
    // Most calls come from few callers.
    private readonly ConcurrentDictionary<string, string> callers = new(StringComparer.Ordinal);

    internal PseudonymKey(byte[] key) => this.key = key;

    /// <summary>Names the key without telling it: pseudonyms are comparable where this is equal.</summary>
    public string Id => Convert.ToHexStringLower(HMACSHA256.HashData(key, "id"u8))[..16];

    /// <exception cref="IOException">The key cannot be read or made durable.</exception>
    public static PseudonymKey LoadOrCreate(string file) => new(KeyFile.LoadOrCreate(file));

    /// <summary>Thread-safe.</summary>
    public string Pseudonym(string subject)
    {
        if (callers.TryGetValue(subject, out var known))
            return known;
        if (callers.Count >= RememberedCallers)
            callers.Clear();
        var hasher = Begin("caller\0"u8);
        Encoding.UTF8.GetBytes(subject, hasher.Input);
        return callers[subject] = hasher.Digest();
    }

    /// <summary>Keyed, so that nobody can try out likely arguments against the record. Thread-safe.</summary>
    public string Digest(IEnumerable<KeyValuePair<string, JsonElement>> arguments)
    {
        var hasher = Begin("arguments\0"u8);
        CanonicalJson.Write(arguments, hasher.Input);
        return hasher.Digest();
    }

    // The purpose is part of the input, so that a subject's pseudonym can never equal the digest of the same text as an argument.
    private Hasher Begin(ReadOnlySpan<byte> purpose)
    {
        var hasher = kept is { } last && last.Owner == this ? last : kept = new Hasher(this);
        hasher.Input.ResetWrittenCount();
        hasher.Input.Write(purpose);
        return hasher;
    }

    private sealed class Hasher(PseudonymKey owner)
    {
        private readonly IncrementalHash hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, owner.key);

        public PseudonymKey Owner => owner;

        public ArrayBufferWriter<byte> Input { get; private set; } = new(1024);

        public string Digest()
        {
            hmac.AppendData(Input.WrittenSpan);
            if (Input.Capacity > LargestKeptBuffer)
                Input = new(1024);
            Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
            hmac.GetHashAndReset(digest);
            return Convert.ToHexStringLower(digest);
        }
    }
}

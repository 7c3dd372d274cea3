using System.Security.Cryptography;
using System.Text;

namespace McpTenants.Authorization;

/// <summary>
/// Checks a presented API key against hashes. A plain SHA-256 is enough, and salt or stretching would add nothing, because keys are random with at least
/// 128 bits and not passwords; the length floor keeps it so. During a rotation two keys are simply two entries of the list.
/// </summary>
public static class ApiKeyValidator
{
    /// <summary>Shortest accepted key: 22 base64url characters hold 128 random bits; below that the key must have been chosen by a person.</summary>
    public const int MinimumLength = 22;

    /// <summary>Longest accepted key in characters.</summary>
    public const int MaximumLength = 512;

    /// <summary>Checks a key.</summary>
    /// <param name="presented">The key as the caller sent it.</param>
    /// <param name="keys">The accepted keys; entries that are no SHA-256 match nothing.</param>
    /// <param name="time">The clock, for expiry.</param>
    public static ApiKeyResult Validate(string presented, IReadOnlyList<ApiKeyHash> keys, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(presented);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(time);
        if (presented.Length is < MinimumLength or > MaximumLength || presented.AsSpan().ContainsAnyExceptInRange('!', '~'))
            return new ApiKeyResult(ApiKeyRejection.Malformed, null);

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.ASCII.GetBytes(presented), digest);
        // Every entry is compared even after a hit, so that timing tells nothing about which entry matched, or that one did.
        ApiKeyHash? match = null;
        foreach (var key in keys)
        {
            if (Matches(key, digest) && (match is null || IsExpired(match, time)))
                match = key;
        }
        if (match is null)
            return new ApiKeyResult(ApiKeyRejection.Unknown, null);
        return new ApiKeyResult(IsExpired(match, time) ? ApiKeyRejection.Expired : ApiKeyRejection.None, match.Name);
    }

    private static bool IsExpired(ApiKeyHash key, TimeProvider time) => key.Expires <= time.GetUtcNow();

    private static bool Matches(ApiKeyHash key, ReadOnlySpan<byte> digest)
    {
        var hex = key.Sha256.AsSpan();
        if (hex.StartsWith("sha256:", StringComparison.OrdinalIgnoreCase))
            hex = hex["sha256:".Length..];
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        return hex.Length == expected.Length * 2 && Convert.FromHexString(hex, expected, out _, out _) is System.Buffers.OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(expected, digest);
    }
}

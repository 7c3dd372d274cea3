using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace McpTenants.Authorization;

/// <summary>
/// Remembers tokens that were valid under one policy and one key set, so that only the first call of a token pays for its signature. To be thrown away with
/// either of them. Tokens are remembered by their SHA-256: what is not kept cannot leak. Thread-safe.
/// </summary>
/// <param name="policy">What tokens must say.</param>
/// <param name="keys">The issuer's keys.</param>
/// <param name="time">The clock.</param>
public sealed class TokenCache(TokenPolicy policy, JsonWebKeySet keys, TimeProvider time)
{
    /// <summary>How many tokens are remembered; each takes some hundred bytes.</summary>
    public const int Capacity = 1024;

    private const int UsualLength = 2048;

    private readonly ConcurrentDictionary<Digest, TokenResult> known = new();
    private int count;

    /// <summary>The same as <see cref="TokenValidator.Validate"/> with this policy and these keys.</summary>
    /// <param name="token">The token as it came in the Authorization header, without the scheme.</param>
    public TokenResult Validate(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token.Length > TokenValidator.MaximumTokenLength)
            return TokenResult.Invalid(TokenRejection.TooLarge);
        // Half the bytes are half the work. What is not ASCII is no token, and has no way to the digest of one.
        var ascii = token.Length <= UsualLength ? stackalloc byte[UsualLength] : new byte[token.Length];
        if (Ascii.FromUtf16(token, ascii, out var length) is not OperationStatus.Done)
            return TokenValidator.Validate(token, policy, keys, time);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(ascii[..length], hash);
        var digest = MemoryMarshal.Read<Digest>(hash);
        // Time is the only thing that takes validity away: not-before and issued-at have passed for good.
        if (known.TryGetValue(digest, out var found) && !TokenPolicyCheck.IsExpired(policy, time.GetUtcNow(), found.ExpiresAt))
            return found;
        var result = TokenValidator.Validate(token, policy, keys, time);
        if (result.IsValid)
            Remember(digest, result);
        return result;
    }

    private void Remember(Digest digest, TokenResult result)
    {
        // Forgetting all at once is crude and never wrong: it costs each caller one validation.
        if (Interlocked.Increment(ref count) > Capacity)
        {
            known.Clear();
            Interlocked.Exchange(ref count, 1);
        }
        known[digest] = result;
    }

    // Not of UInt128, whose code is never compiled ahead and would be compiled on the way to the first answer.
    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Digest(ulong First, ulong Second, ulong Third, ulong Fourth);
}

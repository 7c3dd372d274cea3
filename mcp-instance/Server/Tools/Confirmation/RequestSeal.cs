using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace McpTenants.Instance.Tools.Confirmation;

/// <summary>
/// State of a request that the client carries for us between two rounds and must not be able to change, keep or hand on. It is an expiry, a random number,
/// perhaps the state of whoever stands behind us, and a MAC over these and everything the request is about, so it opens only for the same caller, tool and
/// arguments.
/// </summary>
/// <param name="key">Secret of this tenant; asked for at the first use.</param>
/// <param name="time">The clock, for expiry.</param>
internal sealed class RequestSeal(Func<byte[]> key, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Longest state of somebody else that is taken along, in UTF-8 bytes.</summary>
    public const int MaximumPayload = 32 << 10;

    private const int MaximumLength = 256 + (MaximumPayload * 4 / 3);
    private const int MaximumSpent = 10_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, DateTimeOffset> spent = new(StringComparer.Ordinal);
    private readonly Lazy<byte[]> secret = new(key);

    /// <summary>A new state for a request.</summary>
    /// <param name="request">What it is good for.</param>
    /// <param name="payload">What has to come back with it unchanged. Not hidden from the client.</param>
    public string Seal(SealedRequest request, string payload = "")
    {
        var expires = (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        var carried = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload));
        return $"{expires}.{nonce}.{carried}.{Mac(request, expires, nonce, carried)}";
    }

    /// <summary>Whether the state was sealed here for exactly this request, is not too old and was not used before. There is one answer for all that is wrong with it.</summary>
    public bool TryOpen(string state, SealedRequest request) => TryOpenOnce(state, request, out _);

    /// <summary>The same, with what was taken along.</summary>
    public bool TryOpenOnce(string state, SealedRequest request, out string payload) => TryOpen(state, request, out payload, out var nonce, out var until) && Spend(nonce, until);

    /// <summary>The same for a state that may come back more than once: whoever made the payload decides on that.</summary>
    public bool TryOpen(string state, SealedRequest request, out string payload) => TryOpen(state, request, out payload, out _, out _);

    private bool TryOpen(string state, SealedRequest request, out string payload, out string nonce, out DateTimeOffset until)
    {
        (payload, nonce, until) = ("", "", default);
        if (state.Length > MaximumLength || state.Split('.') is not [var expires, var number, var carried, var mac])
            return false;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(mac), Encoding.UTF8.GetBytes(Mac(request, expires, number, carried))))
            return false;
        // Nothing of the text is looked at before the MAC vouches for it.
        (nonce, until) = (number, DateTimeOffset.FromUnixTimeSeconds(long.Parse(expires, CultureInfo.InvariantCulture)));
        payload = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(carried));
        return time.GetUtcNow() < until;
    }

    // In memory only: what was used before a sleep could be used again after it, within its ten minutes and by the same caller for the same request.
    private bool Spend(string nonce, DateTimeOffset until)
    {
        lock (gate)
        {
            if (spent.Count >= MaximumSpent)
            {
                var now = time.GetUtcNow();
                foreach (var old in spent.Where(s => s.Value <= now).Select(s => s.Key).ToList())
                    spent.Remove(old);
            }
            return spent.Count < MaximumSpent && spent.TryAdd(nonce, until);
        }
    }

    private string Mac(SealedRequest request, string expires, string nonce, string carried)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret.Value);
        foreach (var part in (ReadOnlySpan<string>)["mcpt-request-state-2", request.TenantUid, request.Caller, request.Tool, request.ArgumentsDigest, expires, nonce, carried])
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            // Lengths first: two different requests must not run together to the same bytes.
            hmac.AppendData(BitConverter.GetBytes(bytes.Length));
            hmac.AppendData(bytes);
        }
        return Base64Url.EncodeToString(hmac.GetHashAndReset());
    }
}

/// <summary>What a state is good for.</summary>
internal sealed record SealedRequest(string TenantUid, string Caller, string Tool, string ArgumentsDigest);

using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace McpTenants.Instance.Dialogue;

/// <summary>
/// Session identifiers of the older revisions that keep nothing here: what the client declared at <c>initialize</c>, a random number, and a MAC over both and
/// the caller. It proves nothing about who calls; another caller's identifier is unknown, whatever it says.
/// </summary>
/// <param name="key">Secret of this tenant; asked for at the first use.</param>
/// <param name="tenantUid">Whose identifiers they are.</param>
internal sealed class SessionSeal(Func<byte[]> key, string tenantUid)
{
    private const int MaximumLength = 2048;
    private readonly Lazy<byte[]> secret = new(key);

    public string Issue(string caller, JsonObject capabilities)
    {
        var said = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(capabilities.ToJsonString()));
        var nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        return $"{nonce}.{said}.{Mac(caller, nonce, said)}";
    }

    /// <summary>The capabilities; null for an identifier that was not issued to this caller.</summary>
    public JsonObject? Read(string caller, string id)
    {
        if (id.Length > MaximumLength || id.Split('.') is not [var nonce, var said, var mac])
            return null;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(mac), Encoding.UTF8.GetBytes(Mac(caller, nonce, said))))
            return null;
        return JsonNode.Parse(Base64Url.DecodeFromChars(said)) as JsonObject;
    }

    private string Mac(string caller, string nonce, string said)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret.Value);
        foreach (var part in (ReadOnlySpan<string>)["mcpt-session-1", tenantUid, caller, nonce, said])
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            hmac.AppendData(BitConverter.GetBytes(bytes.Length));
            hmac.AppendData(bytes);
        }
        return Base64Url.EncodeToString(hmac.GetHashAndReset());
    }
}

using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace KeyVaultEmulator.Identity;

/// <summary>Identities, the issuers they trust, and the key that access tokens are signed with.</summary>
internal sealed class IdentityDirectory(TimeProvider time) : IDisposable
{
    /// <summary>Key id of access tokens.</summary>
    public const string KeyId = "emulator";

    private readonly ConcurrentDictionary<Guid, EmulatedIdentity> identities = new();
    private RSA key = RSA.Create(2048);

    /// <summary>Issuers of foreign tokens.</summary>
    public ConcurrentBag<TrustedIssuer> Issuers { get; } = [];

    /// <summary>How long an access token is good.</summary>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Access tokens given out so far.</summary>
    public int TokensIssued => issued;

    private int issued;

    /// <summary>Adds or replaces an identity.</summary>
    public void Put(EmulatedIdentity identity) => identities[identity.ClientId] = identity;

    /// <summary>The identity, if its directory is this one.</summary>
    public EmulatedIdentity? Find(Guid tenantId, string? clientId) =>
        Guid.TryParse(clientId, out var id) && identities.TryGetValue(id, out var identity) && identity.TenantId == tenantId ? identity : null;

    /// <summary>An access token of version 1, as Key Vault gets them.</summary>
    public string Issue(EmulatedIdentity identity, string resource)
    {
        Interlocked.Increment(ref issued);
        var now = time.GetUtcNow();
        return Jwt.Sign(key, KeyId, new JsonObject
        {
            ["aud"] = resource,
            ["iss"] = $"https://sts.windows.net/{identity.TenantId}/",
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = (now + TokenLifetime).ToUnixTimeSeconds(),
            ["appid"] = identity.ClientId.ToString(),
            ["oid"] = identity.ObjectId.ToString(),
            ["tid"] = identity.TenantId.ToString(),
            ["ver"] = "1.0",
        });
    }

    /// <summary>True when this directory signed the token.</summary>
    public bool Signed(Jwt token) => token.IsSignedBy(key);

    /// <summary>No token that was given out so far is good any more.</summary>
    public void Revoke() => Interlocked.Exchange(ref key, RSA.Create(2048)).Dispose();

    /// <summary>The public key.</summary>
    public RSAParameters PublicKey => key.ExportParameters(includePrivateParameters: false);

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();
}

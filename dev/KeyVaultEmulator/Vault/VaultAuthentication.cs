using KeyVaultEmulator.Identity;

namespace KeyVaultEmulator.Vault;

/// <summary>Who asks: a token of the vault's own directory for the service's resource, or a challenge that says where to get one.</summary>
internal sealed class VaultAuthentication(IdentityDirectory directory, string authority, string resource, TimeProvider time)
{
    /// <summary>The object id of the caller.</summary>
    /// <exception cref="VaultErrorException">401.</exception>
    public Guid Authenticate(HttpContext context, EmulatedVault vault, string? challengeResource)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var problem = "AKV10000: Request is missing a Bearer or PoP token.";
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            problem = "AKV10046: Unable to resolve the key used for signature validation.";
            if (Jwt.TryRead(header[7..], out var token) && directory.Signed(token))
            {
                problem = Problem(token, vault, out var caller);
                if (problem is null)
                    return caller;
            }
        }

        context.Response.Headers.WWWAuthenticate = $"Bearer authorization=\"{authority}/{vault.TenantId}\", resource=\"{challengeResource ?? resource}\"";
        throw new VaultErrorException(VaultError.Unauthorized(problem));
    }

    private string? Problem(Jwt token, EmulatedVault vault, out Guid caller)
    {
        caller = Guid.Empty;
        return !token.Audiences.Contains(resource, StringComparer.Ordinal) ? "AKV10022: Invalid audience."
            : token.Claim("tid") != vault.TenantId.ToString() ? "AKV10032: Invalid issuer."
            : !token.IsCurrent(time.GetUtcNow()) ? "AKV10015: Token has expired."
            : !Guid.TryParse(token.Claim("oid"), out caller) ? "AKV10064: Token has no object id."
            : null;
    }
}

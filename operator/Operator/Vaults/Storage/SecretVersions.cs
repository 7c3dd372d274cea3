using System.Security.Cryptography;
using System.Text;
using McpTenants.Api;
using McpTenants.Operator.Vaults.Decide;

namespace McpTenants.Operator.Vaults.Storage;

/// <summary>What a tenant's status says of its secrets.</summary>
internal static class SecretVersions
{
    /// <summary>Names and versions of a set, with a hash over those of the current values: a hash over values would let anybody try guesses against it.</summary>
    public static SecretsStatus Of(MountedSet set, DateTimeOffset? lastSync)
    {
        var text = string.Join('\n', set.Files.Select(f => $"{f.File} {f.Secret} {f.Current.Version}"));
        return new SecretsStatus
        {
            Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16)),
            LastSyncTime = lastSync,
            Versions = [.. set.Files.Select(f => new SecretVersion { Name = f.File, Secret = f.Secret, Version = f.Current.Version, Previous = f.Previous?.Version })],
        };
    }
}

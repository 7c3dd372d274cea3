using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization;
using KeyVaultEmulator.Identity;
using KeyVaultEmulator.Vault;

namespace KeyVaultEmulator.Hosting;

/// <summary>What a settings file fills the emulator with.</summary>
internal sealed record EmulatorSettings
{
    /// <summary>Issuers of foreign tokens.</summary>
    public IReadOnlyList<IssuerSetting> Issuers { get; init; } = [];

    /// <summary>Identities.</summary>
    public IReadOnlyList<IdentitySetting> Identities { get; init; } = [];

    /// <summary>Vaults.</summary>
    public IReadOnlyList<VaultSetting> Vaults { get; init; } = [];

    /// <summary>Reads a file.</summary>
    public static async Task<EmulatorSettings> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync(file, EmulatorSettingsJson.Default.EmulatorSettings, cancellationToken) ?? new EmulatorSettings();
    }

    /// <summary>Fills the emulator.</summary>
    public async Task ApplyAsync(Emulator emulator, CancellationToken cancellationToken)
    {
        foreach (var issuer in Issuers)
            emulator.Directory.Issuers.Add(TrustedIssuer.Of(issuer.Issuer, await File.ReadAllTextAsync(issuer.KeySetFile, cancellationToken)));
        foreach (var identity in Identities)
        {
            emulator.Directory.Put(new EmulatedIdentity(identity.TenantId, identity.ClientId, identity.ObjectId)
            {
                Federated = identity.Federated,
                Certificates = [.. identity.CertificateFiles.Select(X509CertificateLoader.LoadCertificateFromFile)],
            });
        }

        foreach (var setting in Vaults)
        {
            var vault = emulator.AddVault(setting.Name, setting.TenantId, new VaultRules { PurgeProtection = setting.PurgeProtection });
            foreach (var grant in setting.Grants)
                vault.Grants.Add(new Grant(grant.ObjectId, grant.Permissions, grant.Secret));
            foreach (var (name, value) in setting.Secrets)
                vault.Secrets.Set(name, value);
        }
    }
}

/// <summary>An issuer and the file with its key set.</summary>
internal sealed record IssuerSetting(string Issuer, string KeySetFile);

/// <summary>An identity.</summary>
internal sealed record IdentitySetting(Guid TenantId, Guid ClientId, Guid ObjectId)
{
    public IReadOnlyList<FederatedCredential> Federated { get; init; } = [];

    public IReadOnlyList<string> CertificateFiles { get; init; } = [];
}

/// <summary>A vault and what is in it.</summary>
internal sealed record VaultSetting(string Name, Guid TenantId)
{
    public bool PurgeProtection { get; init; }

    public IReadOnlyList<Grant> Grants { get; init; } = [];

    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>();
}

/// <summary>Reads settings without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true)]
[JsonSerializable(typeof(EmulatorSettings))]
internal sealed partial class EmulatorSettingsJson : JsonSerializerContext;

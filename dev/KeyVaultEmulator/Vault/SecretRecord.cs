using System.Text.Json.Nodes;

namespace KeyVaultEmulator.Vault;

/// <summary>All versions of one secret, and whether it is deleted. The store's lock guards it.</summary>
internal sealed class SecretRecord(string name)
{
    public string Name => name;

    public List<SecretVersion> Versions { get; } = [];

    public Deletion? Deleted { get; set; }

    /// <summary>A recovered secret is found again from here on.</summary>
    public DateTimeOffset AvailableFrom { get; set; } = DateTimeOffset.MinValue;

    public JsonObject DeletedBundle(string vaultUrl, VaultRules rules) => WithDeletion(Versions[^1].Item(vaultUrl, rules, withVersion: true), vaultUrl);

    public JsonObject DeletedItem(string vaultUrl, VaultRules rules) => WithDeletion(Versions[^1].Item(vaultUrl, rules, withVersion: false), vaultUrl);

    private JsonObject WithDeletion(JsonObject item, string vaultUrl)
    {
        item["recoveryId"] = $"{vaultUrl}/deletedsecrets/{name}";
        item["deletedDate"] = Deleted!.On.ToUnixTimeSeconds();
        item["scheduledPurgeDate"] = Deleted.Purge.ToUnixTimeSeconds();
        return item;
    }
}

/// <summary>When a secret was deleted.</summary>
/// <param name="On">Moment of the request.</param>
/// <param name="Purge">When it is erased.</param>
/// <param name="VisibleFrom">From here on it is among the deleted ones.</param>
internal sealed record Deletion(DateTimeOffset On, DateTimeOffset Purge, DateTimeOffset VisibleFrom);

using System.Text.Json.Nodes;

namespace KeyVaultEmulator.Vault;

/// <summary>The secrets of one vault, living and deleted.</summary>
internal sealed class SecretStore(VaultRules rules, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, SecretRecord> records = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>How the vault deletes.</summary>
    public VaultRules Rules => rules;

    /// <summary>Writes a new version.</summary>
    public SecretVersion Set(string name, string value, Func<SecretVersion, SecretVersion>? change = null)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            var record = records.GetValueOrDefault(name);
            if (record?.Deleted is { } deleted)
                throw new VaultErrorException(now < deleted.VisibleFrom ? VaultError.BeingDeleted(name) : VaultError.DeletedButRecoverable(name));
            var version = new SecretVersion { Name = record?.Name ?? name, Id = Guid.NewGuid().ToString("N"), Value = value, Created = now, Updated = now };
            version = change?.Invoke(version) ?? version;
            (records[name] = record ?? new SecretRecord(name)).Versions.Add(version);
            return version;
        }
    }

    /// <summary>A version, or the newest.</summary>
    public SecretVersion Get(string name, string? id)
    {
        lock (gate)
        {
            var record = Living(name);
            var version = id is null ? record.Versions[^1] : record.Versions.Find(v => v.Id == id) ?? throw new VaultErrorException(VaultError.NotFound($"{name}/{id}"));
            return version.Enabled ? version : throw new VaultErrorException(VaultError.Disabled());
        }
    }

    /// <summary>Changes attributes of a version, or of the newest.</summary>
    public SecretVersion Update(string name, string? id, Func<SecretVersion, SecretVersion> change)
    {
        lock (gate)
        {
            var record = Living(name);
            var index = id is null ? record.Versions.Count - 1 : record.Versions.FindIndex(v => v.Id == id);
            if (index < 0)
                throw new VaultErrorException(VaultError.NotFound($"{name}/{id}"));
            return record.Versions[index] = change(record.Versions[index]) with { Updated = time.GetUtcNow() };
        }
    }

    /// <summary>Deletes softly.</summary>
    public JsonObject Delete(string name, string vaultUrl)
    {
        lock (gate)
        {
            var record = Living(name);
            var now = time.GetUtcNow();
            record.Deleted = new Deletion(now, now.AddDays(rules.RetentionDays), now + rules.Consistency);
            return record.DeletedBundle(vaultUrl, rules);
        }
    }

    /// <summary>A deleted secret.</summary>
    public JsonObject GetDeleted(string name, string vaultUrl)
    {
        lock (gate)
            return Buried(name).DeletedBundle(vaultUrl, rules);
    }

    /// <summary>Brings a deleted secret back.</summary>
    public JsonObject Recover(string name, string vaultUrl)
    {
        lock (gate)
        {
            var record = Buried(name);
            record.Deleted = null;
            record.AvailableFrom = time.GetUtcNow() + rules.Consistency;
            return record.Versions[^1].Item(vaultUrl, rules, withVersion: true);
        }
    }

    /// <summary>Erases a deleted secret.</summary>
    public void Purge(string name)
    {
        lock (gate)
        {
            Buried(name);
            if (rules.PurgeProtection)
                throw new VaultErrorException(VaultError.PurgeProtected());
            records.Remove(name);
        }
    }

    /// <summary>The newest version of every secret.</summary>
    public IReadOnlyList<SecretVersion> List()
    {
        lock (gate)
            return [.. records.Values.Where(IsLiving).Select(r => r.Versions[^1])];
    }

    /// <summary>All versions of a secret.</summary>
    public IReadOnlyList<SecretVersion> ListVersions(string name)
    {
        lock (gate)
            return [.. Living(name).Versions];
    }

    /// <summary>Everything that is deleted.</summary>
    public IReadOnlyList<JsonObject> ListDeleted(string vaultUrl)
    {
        lock (gate)
            return [.. records.Values.Where(IsBuried).Select(r => r.DeletedItem(vaultUrl, rules))];
    }

    private SecretRecord Living(string name) =>
        records.GetValueOrDefault(name) is { } record && IsLiving(record) ? record : throw new VaultErrorException(VaultError.NotFound(name));

    private SecretRecord Buried(string name) =>
        records.GetValueOrDefault(name) is { } record && IsBuried(record) ? record : throw new VaultErrorException(VaultError.DeletedNotFound(name));

    private bool IsLiving(SecretRecord record) => record.Deleted is null && time.GetUtcNow() >= record.AvailableFrom;

    private bool IsBuried(SecretRecord record) => record.Deleted is { } deleted && time.GetUtcNow() >= deleted.VisibleFrom;
}

using System.Text.Json.Nodes;

namespace KeyVaultEmulator.Vault;

/// <summary>One version of a secret. Value and id never change; attributes do.</summary>
internal sealed record SecretVersion
{
    public required string Name { get; init; }

    public required string Id { get; init; }

    public required string Value { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Updated { get; init; }

    public bool Enabled { get; init; } = true;

    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? Expires { get; init; }

    public string? ContentType { get; init; }

    public JsonObject? Tags { get; init; }

    /// <summary>The bundle with the value.</summary>
    public JsonObject Bundle(string vaultUrl, VaultRules rules)
    {
        var bundle = Item(vaultUrl, rules, withVersion: true);
        bundle["value"] = Value;
        return bundle;
    }

    /// <summary>What lists show: no value.</summary>
    public JsonObject Item(string vaultUrl, VaultRules rules, bool withVersion)
    {
        var attributes = new JsonObject
        {
            ["enabled"] = Enabled,
            ["created"] = Created.ToUnixTimeSeconds(),
            ["updated"] = Updated.ToUnixTimeSeconds(),
            ["recoveryLevel"] = rules.RecoveryLevel,
            ["recoverableDays"] = rules.RetentionDays,
        };
        if (NotBefore is { } from)
            attributes["nbf"] = from.ToUnixTimeSeconds();
        if (Expires is { } until)
            attributes["exp"] = until.ToUnixTimeSeconds();
        var item = new JsonObject
        {
            ["id"] = $"{vaultUrl}/secrets/{Name}" + (withVersion ? "/" + Id : ""),
            ["attributes"] = attributes,
            ["tags"] = Tags?.DeepClone() ?? new JsonObject(),
        };
        if (ContentType is not null)
            item["contentType"] = ContentType;
        return item;
    }
}

using System.Text;
using Azure;
using Azure.Security.KeyVault.Secrets;
using McpTenants.Api;
using McpTenants.Operator.Status;
using McpTenants.Operator.Vaults.Decide;

namespace McpTenants.Operator.Vaults.Access;

/// <summary>Reads all secrets of a tenant, one after the other, and stops at the first that cannot be read.</summary>
internal sealed class VaultReader(TimeProvider time)
{
    /// <summary>Reads.</summary>
    public async Task<VaultReadings> ReadAsync(SecretClient client, IReadOnlyList<EffectiveVaultItem> items, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, SecretValue>(StringComparer.Ordinal);
        var read = new Dictionary<(string Secret, string? Version), SecretValue>();
        foreach (var item in items)
        {
            if (!read.TryGetValue((item.Secret, item.Version), out var value))
            {
                var (got, problem) = await ReadAsync(client, item, cancellationToken);
                if (got is null)
                {
                    var missing = problem!.Reason == Reasons.SecretNotFound ? await LookForAsync(client, item.Secret, cancellationToken) : null;
                    return new VaultReadings(files, problem, missing);
                }

                read[(item.Secret, item.Version)] = value = got;
            }

            files[item.File] = value;
        }

        return new VaultReadings(files);
    }

    private async Task<(SecretValue? Value, VaultProblem? Problem)> ReadAsync(SecretClient client, EffectiveVaultItem item, CancellationToken cancellationToken)
    {
        try
        {
            KeyVaultSecret secret = await client.GetSecretAsync(item.Secret, item.Version, cancellationToken);
            return Problem(secret.Properties, item.Secret) is { } problem ? (null, problem)
                : secret.Value is null || secret.Properties.Version is not { Length: > 0 } version ? (null, new VaultProblem(Reasons.VaultUnavailable, "The vault cannot be read: its answer has no value."))
                : (new SecretValue(version, Encoding.UTF8.GetBytes(secret.Value)), null);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && VaultFailures.Of(e, item.Secret) is not null)
        {
            return (null, VaultFailures.Of(e, item.Secret));
        }
    }

    // The service gives out secrets beyond their times; that they are over is a statement all the same.
    private VaultProblem? Problem(SecretProperties properties, string secret)
    {
        var now = time.GetUtcNow();
        return properties.Enabled == false ? new VaultProblem(Reasons.SecretDisabled, $"Secret {secret} is disabled in the vault.")
            : properties.ExpiresOn <= now ? new VaultProblem(Reasons.SecretExpired, $"Secret {secret} has expired in the vault.")
            : properties.NotBefore > now ? new VaultProblem(Reasons.SecretNotYetValid, $"Secret {secret} is not valid yet.")
            : null;
    }

    // Not found may be a moment of an eventually consistent service. The deleted secrets tell, where the identity may look at them; else a complete list of
    // what is there, and only a complete one.
    private static async Task<MissingSecret> LookForAsync(SecretClient client, string secret, CancellationToken cancellationToken)
    {
        try
        {
            await client.GetDeletedSecretAsync(secret, cancellationToken);
            return new MissingSecret(secret, DeletionEvidence.Deleted);
        }
        catch (RequestFailedException e) when (e.Status is 403 or 404)
        {
            return new MissingSecret(secret, await ListAsync(client, secret, cancellationToken));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && VaultFailures.Of(e, secret) is not null)
        {
            return new MissingSecret(secret, DeletionEvidence.Unknown);
        }
    }

    private static async Task<DeletionEvidence> ListAsync(SecretClient client, string secret, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var properties in client.GetPropertiesOfSecretsAsync(cancellationToken))
            {
                if (properties.Name.Equals(secret, StringComparison.OrdinalIgnoreCase))
                    return DeletionEvidence.Present;
            }

            return DeletionEvidence.Absent;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && VaultFailures.Of(e, secret) is not null)
        {
            return DeletionEvidence.Unknown;
        }
    }
}

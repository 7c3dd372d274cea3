using System.Text.Json.Nodes;

namespace KeyVaultEmulator.Vault;

/// <summary>An error as Key Vault words it.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Code.</param>
/// <param name="Message">Text for people.</param>
/// <param name="Inner">Code of the inner error; null for none.</param>
internal sealed record VaultError(int Status, string Code, string Message, string? Inner = null)
{
    public static VaultError Unauthorized(string message) => new(401, "Unauthorized", message);

    public static VaultError BadParameter(string message) => new(400, "BadParameter", message);

    public static VaultError NotFound(string name) =>
        new(404, "SecretNotFound", $"A secret with (name/id) {name} was not found in this key vault. If you recently deleted this secret you may be able to recover it using the correct recovery command.");

    public static VaultError DeletedNotFound(string name) => new(404, "SecretNotFound", $"Deleted Secret not found: {name}");

    public static VaultError Disabled() => new(403, "Forbidden", "Operation get is not allowed on a disabled secret.", "SecretDisabled");

    public static VaultError Denied(string operation, Guid objectId) =>
        new(403, "Forbidden", $"Caller is not authorized to perform action on resource.\r\nAction: 'Microsoft.KeyVault/vaults/secrets/{operation}'\r\nCaller: oid={objectId}", "ForbiddenByRbac");

    public static VaultError DeletedButRecoverable(string name) =>
        new(409, "Conflict", $"Secret {name} is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the secret can only be recovered or purged.", "ObjectIsDeletedButRecoverable");

    public static VaultError BeingDeleted(string name) => new(409, "Conflict", $"Secret {name} is currently being deleted.", "ObjectIsBeingDeleted");

    public static VaultError PurgeProtected() =>
        new(403, "Forbidden", "Operation \"purge\" is not allowed because purge protection is enabled for this vault.", "ForbiddenByPurgeProtection");

    public static VaultError Throttled() => new(429, "Throttled", "Request was not processed because too many requests were received.", "VaultRequestTypeLimitReached");

    /// <summary>The body.</summary>
    public JsonObject ToJson()
    {
        var error = new JsonObject { ["code"] = Code, ["message"] = Message };
        if (Inner is not null)
            error["innererror"] = new JsonObject { ["code"] = Inner };
        return new JsonObject { ["error"] = error };
    }
}

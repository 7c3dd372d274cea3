namespace KeyVaultEmulator.Vault;

/// <summary>Ends a request with an error of the service.</summary>
internal sealed class VaultErrorException(VaultError error) : Exception(error.Message)
{
    /// <summary>The error.</summary>
    public VaultError Error => error;
}

namespace McpTenants.Operator.Vaults.Decide;

/// <summary>A value as the vault gave it, and the version that it is.</summary>
/// <param name="Version">Version.</param>
/// <param name="Bytes">Value.</param>
internal sealed record SecretValue(string Version, byte[] Bytes)
{
    /// <summary>Says nothing, whoever logs it.</summary>
    public override string ToString() => "(secret)";
}

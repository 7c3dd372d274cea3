using System.Net;

namespace KeyVaultEmulator.Hosting;

/// <summary>Where the emulator answers.</summary>
internal sealed record EmulatorOptions
{
    /// <summary>Vaults answer at <c>https://&lt;name&gt;.&lt;suffix&gt;</c>; the resource of their tokens is <c>https://&lt;suffix&gt;</c>. Default vault.localhost.</summary>
    public string VaultSuffix { get; init; } = "vault.localhost";

    /// <summary>Host of the directory. Default login.localhost.</summary>
    public string LoginHost { get; init; } = "login.localhost";

    /// <summary>Address to listen at. Default loopback.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port; 0 for any free one. Default 0.</summary>
    public int Port { get; init; }
}

using System.Security.Cryptography.X509Certificates;

namespace KeyVaultEmulator.Identity;

/// <summary>An application or managed identity of the directory.</summary>
/// <param name="TenantId">Directory.</param>
/// <param name="ClientId">Client (application) id.</param>
/// <param name="ObjectId">Id that vaults grant rights to.</param>
internal sealed record EmulatedIdentity(Guid TenantId, Guid ClientId, Guid ObjectId)
{
    /// <summary>Who may act as this identity. The real directory allows 20.</summary>
    public IReadOnlyList<FederatedCredential> Federated { get; init; } = [];

    /// <summary>Certificates that may sign for it.</summary>
    public IReadOnlyList<X509Certificate2> Certificates { get; init; } = [];
}

/// <summary>A federated credential: all three have to match exactly.</summary>
/// <param name="Issuer">Issuer of the foreign token.</param>
/// <param name="Subject">Its subject, such as <c>system:serviceaccount:mcpt-acme:mcp-instance</c>.</param>
/// <param name="Audience">Its audience.</param>
internal sealed record FederatedCredential(string Issuer, string Subject, string Audience = FederatedCredential.ExchangeAudience)
{
    /// <summary>Audience of the public cloud.</summary>
    public const string ExchangeAudience = "api://AzureADTokenExchange";
}

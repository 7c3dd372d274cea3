using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KeyVaultEmulator.Identity;
using McpTenants.Api;
using McpTenants.Operator.Vaults;

namespace Operator.Tests.Vaults;

/// <summary>Who may read a vault: a tenant's own ServiceAccount by exact match, or a certificate.</summary>
public sealed class VaultIdentityTests : IAsyncLifetime
{
    private VaultWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        world = await VaultWorld.StartAsync();
        world.Vault.Secrets.Set("crm-user", "ann");
        world.Vault.Secrets.Set("crm-password", "one");
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task OtherTenantsServiceAccount_GetsNoToken_AndTheVaultIsNotReached()
    {
        var result = await world.LookAsync(VaultWorld.Tenant(name: "bert"));

        Problem(result).ShouldBe(("VaultIdentityUnavailable", "The directory gave the identity no token: AADSTS700213."));
        world.Mounted("bert").ShouldBeNull();
        world.Emulator.Requests.ShouldAllBe(r => r.Caller == null);
    }

    [Theory]
    [InlineData("aud", "https://kubernetes.default.svc", "AADSTS700212")]
    [InlineData("iss", "https://elsewhere.example", "AADSTS700211")]
    [InlineData("sub", "system:serviceaccount:mcpt-acme:default", "AADSTS700213")]
    public async Task TokenThatDoesNotMatch_IsRefused(string claim, string value, string code)
    {
        var good = world.Claims;
        world.Claims = (ns, audience) =>
        {
            var claims = good(ns, audience);
            claims[claim] = value;
            return claims;
        };

        Problem(await world.LookAsync()).Message.ShouldContain(code);
    }

    [Fact]
    public async Task AccessToken_IsAskedForOnce()
    {
        await world.LookAsync();
        await world.NextAsync();
        world.Emulator.Directory.TokensIssued.ShouldBe(1);
        world.VaultRequests.ShouldBe(5, "one challenge, then two secrets a time");
    }

    [Fact]
    public async Task ClientCertificate_ReadsTheVault_AndAnotherOneDoesNot()
    {
        using var registered = Certificate();
        using var other = Certificate();
        world.Emulator.Directory.Put(new EmulatedIdentity(VaultWorld.TenantId, VaultWorld.ClientId, VaultWorld.ObjectId) { Certificates = [registered] });
        static void WithCertificate(McpVaultBindingSpec binding) => binding.Identity = new VaultIdentitySpec
        {
            Type = VaultIdentityType.ClientCertificate,
            TenantId = VaultWorld.TenantId.ToString(),
            ClientId = VaultWorld.ClientId.ToString(),
            CertificateSecretName = "vault-client",
        };

        world.Certificate = other;
        Problem(await world.LookAsync(change: WithCertificate)).Message.ShouldContain("AADSTS700027");

        // A renewed certificate counts from the next read on.
        world.Certificate = registered;
        world.Time.Advance(TimeSpan.FromMinutes(1));
        (await world.LookAsync(change: WithCertificate)).Report!.Problem.ShouldBeNull();
        world.Files()["password"].ShouldBe("one");
    }

    private static (string Reason, string Message) Problem(SyncResult result) => (result.Report!.Problem!.Reason, result.Report.Problem.Message);

    private static X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest("CN=operator", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}

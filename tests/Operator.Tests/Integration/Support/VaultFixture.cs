using System.Security.Cryptography.X509Certificates;
using k8s;
using KeyVaultEmulator.Hosting;
using KeyVaultEmulator.Identity;
using KeyVaultEmulator.Vault;
using McpTenants.Api;

namespace Operator.Tests.Integration.Support;

/// <summary>An operator with the chart's rights, a vault and a directory that trusts this cluster's tokens.</summary>
public sealed class VaultFixture : ChartOperatorFixture
{
    internal static readonly Guid Directory = Guid.Parse("aaaaaaaa-0000-4000-8000-000000000001");

    private readonly string authorities = Path.GetTempFileName();
    private readonly string platform = Path.GetTempFileName();

    internal Emulator Emulator { get; private set; } = null!;

    internal EmulatedVault Vault { get; private set; } = null!;

    protected override IEnumerable<string> Arguments => [.. base.Arguments, "--issuer-ca-file", authorities, "--platform-file", platform, "--vault-timeout", "5s"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected override async Task PrepareAsync()
    {
        await base.PrepareAsync();
        Emulator = await Emulator.StartAsync();
        Emulator.Directory.Issuers.Add(TrustedIssuer.Of("https://kubernetes.default.svc.cluster.local", await KeySetAsync()));
        Vault = Emulator.AddVault("platform", Directory, new VaultRules { Consistency = TimeSpan.Zero });
        await File.WriteAllTextAsync(authorities, Emulator.Authority, Ct);
        await File.WriteAllTextAsync(platform, """{"minSecretRefresh":"1s"}""", Ct);
    }

    protected override async Task CleanUpAsync()
    {
        await base.CleanUpAsync();
        foreach (var binding in await Client.ListAsync<McpVaultBinding>())
            await Client.DeleteAsync<McpVaultBinding>(binding.Metadata.Name!);
        await Emulator.DisposeAsync();
        File.Delete(authorities);
        File.Delete(platform);
    }

    /// <summary>Makes an identity for a tenant, with the rights of a reader, and a binding that lists the tenant.</summary>
    /// <param name="tenant">Name of tenant and binding.</param>
    /// <param name="vault">The vault; null for the one of all.</param>
    internal async Task<EmulatedIdentity> BindAsync(string tenant, EmulatedVault? vault = null)
    {
        vault ??= Vault;
        var identity = new EmulatedIdentity(vault.TenantId, Guid.NewGuid(), Guid.NewGuid())
        {
            Federated = [new FederatedCredential("https://kubernetes.default.svc.cluster.local", $"system:serviceaccount:mcpt-{tenant}:mcp-instance")],
        };
        Emulator.Directory.Put(identity);
        vault.Assign(identity.ObjectId, Permissions.SecretsUser | Permissions.Delete);
        await Client.CreateAsync(
            new McpVaultBinding
            {
                Metadata = new() { Name = tenant },
                Spec = new McpVaultBindingSpec
                {
                    VaultUrl = Emulator.UrlOf(vault.Name).ToString(),
                    Cloud = VaultCloud.Custom,
                    CustomCloud = new CustomCloudSpec { AuthorityHost = Emulator.LoginUrl.ToString(), VaultSuffix = "vault.localhost" },
                    Tenants = [tenant],
                    Identity = new VaultIdentitySpec { Type = VaultIdentityType.WorkloadIdentity, TenantId = vault.TenantId.ToString(), ClientId = identity.ClientId.ToString() },
                },
            },
            ct: Ct);
        return identity;
    }

    private async Task<string> KeySetAsync()
    {
        var server = KubernetesClientConfiguration.BuildConfigFromConfigFile(Kubeconfig);
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new()
            {
                ClientCertificates = [Certificate(server)],
                CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck },
            },
        };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(server.SslCaCerts!);
        using var http = new HttpClient(handler);
        return await http.GetStringAsync(new Uri(new Uri(server.Host), "/openid/v1/jwks"), Ct);
    }

    private static X509Certificate2 Certificate(KubernetesClientConfiguration server)
    {
        static string Pem(string? data, string? path) => data is { Length: > 0 } ? System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(data)) : File.ReadAllText(path!);
        return X509Certificate2.CreateFromPem(
            Pem(server.ClientCertificateData, server.ClientCertificateFilePath), Pem(server.ClientCertificateKeyData, server.ClientKeyFilePath));
    }
}

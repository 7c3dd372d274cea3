using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Azure.Security.KeyVault.Secrets;
using k8s;
using k8s.Models;
using KeyVaultEmulator.Hosting;
using KeyVaultEmulator.Identity;
using KeyVaultEmulator.Vault;
using McpTenants.Api;
using McpTenants.Operator.Vaults;
using McpTenants.Operator.Vaults.Access;
using McpTenants.Operator.Vaults.Decide;
using McpTenants.Testing;

namespace Operator.Tests.Vaults;

/// <summary>A vault with its directory, a cluster's issuer, and the operator's real code with Azure's real clients in front of them.</summary>
internal sealed class VaultWorld : IAsyncDisposable
{
    public const string Issuer = "https://kubernetes.default.svc.cluster.local";
    public static readonly Guid TenantId = Guid.Parse("aaaaaaaa-0000-4000-8000-000000000001");
    public static readonly Guid ClientId = Guid.Parse("aaaaaaaa-0000-4000-8000-000000000002");
    public static readonly Guid ObjectId = Guid.Parse("aaaaaaaa-0000-4000-8000-000000000003");

    // Azure's client remembers challenges by host and port for the life of the process, and a port may come again.
    private readonly string suffix = $"{Guid.NewGuid():N}.vault.localhost";
    private readonly string authorities = Path.GetTempFileName();
    private readonly RSA clusterKey = RSA.Create(2048);
    private readonly Dictionary<string, MountedSet> secrets = new(StringComparer.Ordinal);
    private VaultHttp http = null!;

    static VaultWorld() => KubernetesJson.AddResolver(ApiJsonContext.Default);

    private VaultWorld()
    {
    }

    public ManualTimeProvider Time { get; } = new(TimeProvider.System.GetUtcNow());

    public Emulator Emulator { get; private set; } = null!;

    public EmulatedVault Vault { get; private set; } = null!;

    public VaultClients Clients { get; private set; } = null!;

    public SecretsSync Sync { get; private set; } = null!;

    public VaultOptions Options { get; private set; } = null!;

    /// <summary>What the cluster's tokens say; tests of bad ones change it.</summary>
    public Func<string, string, JsonObject> Claims { get; set; } = null!;

    public X509Certificate2? Certificate { get; set; }

    public List<SyncResult> Results { get; } = [];

    public static async Task<VaultWorld> StartAsync(VaultRules? rules = null, TimeSpan? timeout = null)
    {
        var world = new VaultWorld();
        world.Emulator = await Emulator.StartAsync(new EmulatorOptions { VaultSuffix = world.suffix }, world.Time);

        // The clients have the machine's clock: a token must not end for the vault alone.
        world.Emulator.Directory.TokenLifetime = TimeSpan.FromDays(7);
        world.Emulator.Directory.Issuers.Add(new TrustedIssuer(Issuer, [world.clusterKey]));
        world.Emulator.Directory.Put(new EmulatedIdentity(TenantId, ClientId, ObjectId) { Federated = [new FederatedCredential(Issuer, "system:serviceaccount:mcpt-acme:mcp-instance")] });
        world.Vault = world.Emulator.AddVault("acme", TenantId, rules ?? new VaultRules());
        world.Vault.Assign(ObjectId, Permissions.SecretsUser);
        await File.WriteAllTextAsync(world.authorities, world.Emulator.Authority);
        world.Options = new VaultOptions { CaFile = world.authorities, Timeout = timeout ?? TimeSpan.FromSeconds(30) };
        world.http = new VaultHttp(world.Options);
        world.Claims = (ns, audience) => new JsonObject
        {
            ["iss"] = Issuer,
            ["sub"] = $"system:serviceaccount:{ns}:mcp-instance",
            ["aud"] = new JsonArray(audience),
            ["nbf"] = world.Time.GetUtcNow().ToUnixTimeSeconds(),
            ["exp"] = world.Time.GetUtcNow().AddMinutes(10).ToUnixTimeSeconds(),
        };
        world.Restart();
        return world;
    }

    /// <summary>A process that remembers nothing.</summary>
    public void Restart()
    {
        Clients = new VaultClients(http, MintAsync, (_, _) => Task.FromResult(X509CertificateLoader.LoadPkcs12(Certificate!.Export(X509ContentType.Pkcs12), null)), Options);
        Sync = new SecretsSync(Clients, new VaultReader(Time), new VaultGates(Options, Time, () => 0.5), Options, Time, () => 0.5);
    }

    /// <summary>A client of the vault as the tenant.</summary>
    public Task<SecretClient> ClientAsync(string tenant = "acme", Action<McpVaultBindingSpec>? change = null) => Clients.ForAsync(Tenant(name: tenant), Binding(change), TestContext.Current.CancellationToken);

    public McpVaultBindingSpec Binding(Action<McpVaultBindingSpec>? change = null)
    {
        var binding = new McpVaultBindingSpec
        {
            VaultUrl = Emulator.UrlOf("acme").ToString(),
            Cloud = VaultCloud.Custom,
            CustomCloud = new CustomCloudSpec { AuthorityHost = Emulator.LoginUrl.ToString(), VaultSuffix = suffix },
            Tenants = ["acme"],
            Identity = new VaultIdentitySpec { Type = VaultIdentityType.WorkloadIdentity, TenantId = TenantId.ToString(), ClientId = ClientId.ToString() },
        };
        change?.Invoke(binding);
        return binding;
    }

    public static McpTenant Tenant(Action<KeyVaultSpec>? change = null, string name = "acme", SecretsStatus? status = null)
    {
        var vault = new KeyVaultSpec { Binding = "acme-vault", Items = [new KeyVaultItem { Secret = "crm-user" }, new KeyVaultItem { Secret = "crm-password", File = "password" }] };
        change?.Invoke(vault);
        return new McpTenant
        {
            Metadata = new V1ObjectMeta { Name = name, Uid = "uid-of-" + name, Generation = 1 },
            Spec = new McpTenantSpec { Secrets = new SecretsSpec { Provider = SecretProvider.KeyVault, KeyVault = vault } },
            Status = new McpTenantStatus { Secrets = status },
        };
    }

    /// <summary>What a tenant has mounted.</summary>
    public MountedSet? Mounted(string tenant = "acme") => secrets.GetValueOrDefault(tenant);

    /// <summary>The tenant's files as text.</summary>
    public IReadOnlyDictionary<string, string> Files() => (Mounted()?.Files ?? []).SelectMany(f => new[] { (f.File, f.Current), (f.File + ".previous", f.Previous) })
        .Where(f => f.Item2 is not null).ToDictionary(f => f.Item1, f => System.Text.Encoding.UTF8.GetString(f.Item2!.Bytes));

    /// <summary>One look, as the controller does it.</summary>
    public async Task<SyncResult> LookAsync(McpTenant? tenant = null, Action<McpVaultBindingSpec>? change = null)
    {
        tenant ??= Tenant();
        var name = tenant.Metadata.Name!;
        var result = await Sync.LookAsync(
            new SyncRequest
            {
                Tenant = tenant,
                Wanted = EffectiveVault.Of(tenant.Spec.Secrets)!,
                Binding = Binding(change),
                Mounted = Mounted(name),
                Write = set =>
                {
                    secrets[name] = set;
                    return Task.CompletedTask;
                },
            },
            TestContext.Current.CancellationToken);
        Results.Add(result);
        return result;
    }

    /// <summary>Lets the time pass that the last look asked for, and looks again.</summary>
    public async Task<SyncResult> NextAsync(McpTenant? tenant = null)
    {
        Time.Advance(Results[^1].LookAgainIn);
        return await LookAsync(tenant);
    }

    /// <summary>Requests that reached the vault.</summary>
    public int VaultRequests => Emulator.Requests.Count(r => r.Host.StartsWith("acme.", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await Emulator.DisposeAsync();
        clusterKey.Dispose();
        File.Delete(authorities);
    }

    private Task<string> MintAsync(string ns, string audience, CancellationToken cancellationToken) => Task.FromResult(Jwt.Sign(clusterKey, "cluster", Claims(ns, audience)));
}

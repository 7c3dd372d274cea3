using k8s;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;
using McpTenants.Testing;

namespace Operator.Tests.Integration.Support;

/// <summary>
/// A cluster with one operator at work, for the tests of one class. The classes are one collection: an operator watches all tenants
/// of its cluster, so two of them at a time would fight.
/// </summary>
public class OperatorFixture : IAsyncLifetime
{
    internal const string Collection = "one operator at a time";

    internal string SystemNamespace { get; } = $"mcp-system-{Guid.NewGuid():N}"[..19];

    internal string Kubeconfig { get; private set; } = "";

    internal KubernetesClient Client { get; private set; } = null!;

    internal OperatorProcess Operator { get; private set; } = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        KubernetesJson.AddResolver(ApiJsonContext.Default);
        Kubeconfig = await TestCluster.GetAsync(Tier.Integration);
        Client = new KubernetesClient(KubernetesClientConfiguration.BuildConfigFromConfigFile(Kubeconfig));
        await ManifestFiles.ApplyCrdsAsync(Client, Ct);
        (await Client.ListAsync<McpTenant>(ct: Ct)).ShouldBeEmpty("These tests need a cluster without tenants: two operators would fight over them.");
        await Client.CreateAsync(new V1Namespace { Metadata = new() { Name = SystemNamespace } }, ct: Ct);
        await PrepareAsync();
        await RestartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        // A test that killed its operator may be the last one, and without an operator no tenant goes.
        if (Operator.HasExited)
        {
            await RestartAsync();
        }

        foreach (var tenant in await Client.ListAsync<McpTenant>())
        {
            await Client.DeleteAsync<McpTenant>(tenant.Metadata.Name!);
        }

        await Until.TrueAsync(async () => (await Client.ListAsync<McpTenant>()).Count == 0, () => Task.FromResult("Tenants are left:\n" + Operator.Tail()));
        await Operator.DisposeAsync();
        await CleanUpAsync();
        await Client.DeleteAsync<V1Namespace>(SystemNamespace);
        Client.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts an operator, and ends the one that runs by SIGKILL.</summary>
    internal async Task RestartAsync()
    {
        await LaunchAsync();
        await Operator.ReadyAsync();
    }

    /// <summary>The same, without waiting until it is ready.</summary>
    internal async Task LaunchAsync()
    {
        if (Operator is not null)
        {
            await Operator.DisposeAsync();
        }

        Operator = OperatorProcess.Launch(KubeconfigOfOperator, SystemNamespace, Arguments);
    }

    /// <summary>Makes a tenant.</summary>
    internal Task<McpTenant> CreateAsync(string name, Action<McpTenantSpec>? change = null) => Client.CreateAsync(Tenants.New(name, change), ct: Ct);

    /// <summary>Makes a tenant and waits until it is ready.</summary>
    internal async Task<McpTenant> CreateReadyAsync(string name, Action<McpTenantSpec>? change = null)
    {
        await CreateAsync(name, change);
        return await ReadyAsync(name);
    }

    /// <summary>Waits until a tenant is ready.</summary>
    internal Task<McpTenant> ReadyAsync(string name, TimeSpan? within = null) => StatusAsync(name, t => t.ConditionOf("Ready")?.Status == "True", within);

    /// <summary>Waits until a tenant is as it shall be.</summary>
    internal Task<McpTenant> StatusAsync(string name, Func<McpTenant, bool> wanted, TimeSpan? within = null) => Until.FoundAsync(
        async () => await Client.GetAsync<McpTenant>(name, ct: Ct) is { } tenant && wanted(tenant) ? tenant : null,
        async () => $"Tenant {name} is {Tenants.Describe(await Client.GetAsync<McpTenant>(name, ct: Ct))}\n{Operator.Tail()}",
        within);

    /// <summary>Waits until the record of a deleted tenant is as it shall be.</summary>
    internal Task<McpTenantTombstone> TombstoneAsync(string uid, Func<McpTenantTombstone, bool> wanted) => Until.FoundAsync(
        async () => await Client.GetAsync<McpTenantTombstone>(uid, ct: Ct) is { } tombstone && wanted(tombstone) ? tombstone : null,
        async () => $"Tombstone {uid} is {KubernetesJson.Serialize((object?)await Client.GetAsync<McpTenantTombstone>(uid, ct: Ct) ?? "not there")}\n{Operator.Tail()}");

    /// <summary>Deletes a tenant and waits until it is gone.</summary>
    internal async Task DeleteAsync(string name)
    {
        await Client.DeleteAsync<McpTenant>(name, ct: Ct);
        await Until.TrueAsync(
            async () => await Client.GetAsync<McpTenant>(name, ct: Ct) is null,
            async () => $"Tenant {name} is {Tenants.Describe(await Client.GetAsync<McpTenant>(name, ct: Ct))}\n{Operator.Tail()}");
    }

    /// <summary>Credentials that the operator gets; the tests' own unless a class says otherwise.</summary>
    protected virtual string KubeconfigOfOperator => Kubeconfig;

    /// <summary>Options that a class adds.</summary>
    protected virtual IEnumerable<string> Arguments =>
        ["--webhook-port", "0", "--leader-election", "false", "--mass-deletion-minimum", MassDeletionMinimum, "--isolation-probe-interval", ProbeInterval];

    /// <summary>Without a kubelet no probe ends; most tests want none.</summary>
    protected virtual string ProbeInterval => "0";

    /// <summary>Most tests delete many tenants and mean it.</summary>
    protected virtual string MassDeletionMinimum => "0";

    /// <summary>Runs before the operator starts.</summary>
    protected virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>Runs after the operator has ended.</summary>
    protected virtual Task CleanUpAsync() => Task.CompletedTask;
}

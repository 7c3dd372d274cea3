using System.Text;
using k8s;
using k8s.Models;
using KeyVaultEmulator.Faults;
using McpTenants.Api;
using Operator.Tests.Integration.Support;

namespace Operator.Tests.Integration;

/// <summary>Secrets on their way from a vault into a tenant's namespace: a real API server mints the tokens, and the operator has the chart's rights only.</summary>
[Trait("Tier", "Integration")]
[Collection(OperatorFixture.Collection)]
public sealed class VaultTests(VaultFixture operation) : IClassFixture<VaultFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Secrets_AreSynced_Rotated_KeptInAnOutage_AndNowhereElseToBeSeen()
    {
        const string First = "canary-Zk3vXw81", Second = "canary-Qm7pLr52";
        operation.Vault.Secrets.Set("synced-key", First);
        var identity = await operation.BindAsync("synced");
        var tenant = await operation.CreateReadyAsync("synced", spec => spec.Secrets = Secrets("synced", "synced-key"));

        (await FilesAsync("synced"))["crm"].ShouldBe(First);
        tenant.ConditionOf("SecretsFresh")!.Reason.ShouldBe("InSync");
        operation.Emulator.Requests.Where(r => r.Path == "/secrets/synced-key" && r.Status == 200).ShouldAllBe(r => r.Caller == identity.ObjectId, "the vault's log names the tenant's own identity");

        var version = operation.Vault.Secrets.Set("synced-key", Second).Id;
        tenant = await operation.StatusAsync("synced", t => t.Status?.Secrets?.Versions?.Single().Version == version);
        var files = await FilesAsync("synced");
        (files["crm"], files["crm.previous"]).ShouldBe((Second, First));

        operation.Emulator.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 503, Host = "platform" });
        await operation.StatusAsync("synced", t => t.ConditionOf("SecretsFresh") is { Status: "False", Reason: "SecretsStale" }, TimeSpan.FromSeconds(90));
        (await operation.ReadyAsync("synced")).ConditionOf("SecretsReady")!.Reason.ShouldBe("LastGoodKept");
        (await FilesAsync("synced"))["crm"].ShouldBe(Second);
        await operation.RestartAsync();
        (await operation.ReadyAsync("synced")).Status!.Secrets!.Versions!.Single().Version.ShouldBe(version);

        operation.Emulator.Faults.Clear();
        await operation.StatusAsync("synced", t => t.ConditionOf("SecretsFresh")!.Reason == "InSync", TimeSpan.FromSeconds(90));
        await NoTraceAsync(tenant, First, Second);
    }

    [Fact]
    public async Task VaultThatIsNotBound_IsNeverAsked()
    {
        var vault = operation.Emulator.AddVault("owned", Guid.NewGuid());
        vault.Secrets.Set("crm-key", "x");
        await operation.BindAsync("owner", vault);

        await operation.CreateAsync("thief", spec => spec.Secrets = Secrets("owner"));
        var tenant = await operation.StatusAsync("thief", t => t.ConditionOf("SecretsReady")?.Status == "False");

        tenant.ConditionOf("SecretsReady")!.Reason.ShouldBe("VaultNotBound");
        tenant.ConditionOf("Ready")!.Status.ShouldBe("False");
        operation.Emulator.Requests.ShouldAllBe(r => !r.Host.StartsWith("owned.", StringComparison.Ordinal) && !r.Path.Contains($"{vault.TenantId}", StringComparison.Ordinal));
        (await operation.Client.GetAsync<V1Secret>(McpTenantNames.SyncedSecret, "mcpt-thief", Ct)).ShouldBeNull();

        // The platform lists it: the binding's change is enough. Its identity is still another tenant's, and the directory says so.
        await operation.Client.PatchAsync<McpVaultBinding>(new V1Patch("""{"spec":{"tenants":["owner","thief"]}}""", PatchType.MergePatch), "owner", ct: Ct);
        tenant = await operation.StatusAsync("thief", t => t.ConditionOf("SecretsReady")?.Reason == "VaultIdentityUnavailable");
        tenant.ConditionOf("SecretsReady")!.Message.ShouldContain("AADSTS700213");
    }

    [Fact]
    public async Task DeletedSecret_SuspendsWhereThatIsAskedFor_UntilItIsRecovered()
    {
        operation.Vault.Secrets.Set("doomed-key", "x");
        await operation.BindAsync("doomed");
        await operation.CreateReadyAsync("doomed", spec => spec.Secrets = Secrets("doomed", "doomed-key", VaultDeletion.Suspend));

        operation.Vault.Secrets.Delete("doomed-key", "https://platform.vault.localhost");
        var tenant = await operation.StatusAsync("doomed", t => t.Status?.Phase == TenantPhase.Suspended);
        tenant.ConditionOf("Suspended")!.Reason.ShouldBe("SecretDeleted");
        tenant.Spec.Suspended.ShouldNotBe(true, "the specification is its owner's");
        (await FilesAsync("doomed"))["crm"].ShouldBe("x");
        await operation.RestartAsync();
        await Until.TrueAsync(async () => await operation.Operator.PassesAsync() > 0, "The new operator did not look at the tenant.");
        (await operation.Client.GetAsync<McpTenant>("doomed", ct: Ct))!.Status!.Phase.ShouldBe(TenantPhase.Suspended);

        operation.Vault.Secrets.Recover("doomed-key", "https://platform.vault.localhost");
        await operation.ReadyAsync("doomed", TimeSpan.FromSeconds(90));
    }

    [Fact]
    public async Task TenantThatStopsAsking_LosesTheCopy()
    {
        operation.Vault.Secrets.Set("leaver-key", "x");
        await operation.BindAsync("leaver");
        await operation.CreateReadyAsync("leaver", spec => spec.Secrets = Secrets("leaver", "leaver-key"));

        await operation.Client.PatchAsync<McpTenant>(new V1Patch("""{"spec":{"secrets":null}}""", PatchType.MergePatch), "leaver", ct: Ct);

        await operation.StatusAsync("leaver", t => t.Status?.Secrets is null && t.ConditionOf("SecretsFresh") is null && t.ConditionOf("SecretsReady")?.Reason == "NotConfigured");
        (await operation.Client.GetAsync<V1Secret>(McpTenantNames.SyncedSecret, "mcpt-leaver", Ct)).ShouldBeNull();
    }

    private static SecretsSpec Secrets(string binding, string secret = "crm-key", VaultDeletion? onDeleted = null) => new()
    {
        Provider = SecretProvider.KeyVault,
        KeyVault = new KeyVaultSpec
        {
            Binding = binding,
            RefreshInterval = "1s",
            MaxStaleness = "3s",
            OnDeleted = onDeleted,
            Items = [new KeyVaultItem { Secret = secret, File = "crm" }],
        },
    };

    private async Task<IReadOnlyDictionary<string, string>> FilesAsync(string tenant) =>
        (await operation.Client.GetAsync<V1Secret>(McpTenantNames.SyncedSecret, $"mcpt-{tenant}", Ct))!.Data!.ToDictionary(d => d.Key, d => Encoding.UTF8.GetString(d.Value));

    // The values are in the one Secret, and in nothing else that the operator wrote.
    private async Task NoTraceAsync(McpTenant tenant, params string[] values)
    {
        var written = new List<string>([.. operation.Operator.Lines, KubernetesJson.Serialize((await operation.Client.GetAsync<McpTenant>(tenant.Metadata.Name!, ct: Ct))!)]);
        written.AddRange((await TenantObjects.OfAsync(operation.Client, tenant, Ct)).Select(o => KubernetesJson.Serialize((object)o)));
        written.AddRange((await operation.Client.ListAsync<Corev1Event>(ct: Ct)).Select(e => KubernetesJson.Serialize(e)));
        written.Add(await operation.Operator.MetricsAsync());
        var secret = (await operation.Client.GetAsync<V1Secret>(McpTenantNames.SyncedSecret, McpTenantNames.NamespaceOf(tenant.Metadata.Name!), Ct))!;
        secret.Data = null;
        written.Add(KubernetesJson.Serialize(secret));
        foreach (var value in values.SelectMany(v => new[] { v, Convert.ToBase64String(Encoding.UTF8.GetBytes(v)) }))
            written.ShouldAllBe(text => !text.Contains(value, StringComparison.Ordinal));
    }
}

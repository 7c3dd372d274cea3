using System.Globalization;
using System.Text.Json.Nodes;
using k8s.Models;
using McpTenants.Api;
using Operator.Tests.Integration.Support;

namespace Operator.Tests.Integration;

/// <summary>Mistakes that must not empty a cluster.</summary>
[Trait("Tier", "Integration")]
[Collection(OperatorFixture.Collection)]
public sealed class BrakeTests(BrakeFixture operation) : IClassFixture<BrakeFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ManyTenantsDeletedAtOnce_NothingIsTouched_UntilSomebodySaysThatItIsMeant()
    {
        string[] names = ["many-1", "many-2", "many-3", "many-4"];
        var tenants = new List<McpTenant>();
        foreach (var name in names)
        {
            tenants.Add(await operation.CreateReadyAsync(name));
        }

        await Task.WhenAll(names.Select(name => operation.Client.DeleteAsync<McpTenant>(name, ct: Ct)));

        foreach (var tenant in tenants)
        {
            var stopped = await operation.StatusAsync(tenant.Metadata.Name!, t => t.ConditionOf("Deprovisioning")?.Reason == "MassDeletion");
            stopped.ConditionOf("Deprovisioning")!.Message.ShouldContain("kubectl annotate mcptenants");
            (stopped.ConditionOf("Deprovisioning")!.Status, stopped.ConditionOf("Ready")!.Status, stopped.Status!.Phase).ShouldBe(("False", "True", tenant.Status!.Phase), "it is served as before");
            (await operation.Client.GetAsync<McpTenantTombstone>(tenant.Metadata.Uid!, ct: Ct)).ShouldBeNull();
            (await TenantObjects.OfAsync(operation.Client, tenant, Ct)).Select(TenantObjects.Title).ShouldContain($"Ingress/mcpt-{tenant.Metadata.Name}", "not even the route is cut");
        }

        // One is meant, and goes; the others stay as they are.
        await AcknowledgeAsync(names[0]);
        await GoneAsync(names[0]);
        (await operation.Client.GetAsync<McpTenantTombstone>(tenants[1].Metadata.Uid!, ct: Ct)).ShouldBeNull();
        await Task.WhenAll(names.Skip(1).Select(AcknowledgeAsync));
        foreach (var name in names.Skip(1))
        {
            await GoneAsync(name);
        }
    }

    [Fact]
    public async Task StrippedFinalizer_LeavesAnOrphanThatIsCutOffReportedAndCanBeRestored()
    {
        var tenant = await operation.CreateReadyAsync("stripped");
        var data = await operation.Client.GetAsync<V1PersistentVolumeClaim>(McpTenantNames.DataClaim, "mcpt-stripped", Ct);
        await operation.Operator.KillAsync();
        await operation.Client.PatchAsync<McpTenant>(new V1Patch("""{"metadata":{"finalizers":null}}""", PatchType.MergePatch), "stripped", ct: Ct);
        await operation.Client.DeleteAsync<McpTenant>("stripped", ct: Ct);
        await operation.RestartAsync();

        var orphan = await operation.TombstoneAsync(tenant.Metadata.Uid!, t => t.Status?.Phase == TombstonePhase.Retained);
        (orphan.Spec.Origin, orphan.Spec.LegalHold, orphan.Spec.PurgeAfter).ShouldBe((TombstoneOrigin.Orphan, true, null));
        orphan.Status!.Conditions!.Single(c => c.Type == "Erased").Message.ShouldContain($"spec.restoreFrom: {tenant.Metadata.Uid}");
        var left = (await TenantObjects.OfAsync(operation.Client, tenant, Ct)).Select(TenantObjects.Title).ToList();
        left.ShouldNotContain("Ingress/mcpt-stripped");
        left.Where(o => o.StartsWith("NetworkPolicy", StringComparison.Ordinal)).ShouldBe(["NetworkPolicy/deny-all"]);
        operation.Operator.Lines.ShouldContain(l => l.Contains("is an orphan", StringComparison.Ordinal));

        await operation.CreateReadyAsync("stripped", spec => spec.RestoreFrom = tenant.Metadata.Uid);
        (await operation.Client.GetAsync<V1PersistentVolumeClaim>(McpTenantNames.DataClaim, "mcpt-stripped", Ct))!.Metadata.Uid.ShouldBe(data!.Metadata.Uid);
    }

    private Task GoneAsync(string name) => Until.TrueAsync(
        async () => await operation.Client.GetAsync<McpTenant>(name, ct: Ct) is null, () => Task.FromResult($"{name} is still there:\n{operation.Operator.Tail()}"));

    private Task AcknowledgeAsync(string name)
    {
        var now = TimeProvider.System.GetUtcNow().AddSeconds(1).ToString("O", CultureInfo.InvariantCulture);
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [McpTenantNames.AcknowledgeAnnotation] = now } } };
        return operation.Client.PatchAsync<McpTenant>(new V1Patch(patch.ToJsonString(), PatchType.MergePatch), name, ct: Ct);
    }
}

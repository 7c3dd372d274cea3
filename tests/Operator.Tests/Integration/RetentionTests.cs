using k8s.Models;
using McpTenants.Api;
using Operator.Tests.Integration.Support;

namespace Operator.Tests.Integration;

/// <summary>Deleted tenants that are kept for a while.</summary>
[Trait("Tier", "Integration")]
[Collection(OperatorFixture.Collection)]
public sealed class RetentionTests(OperatorFixture operation) : IClassFixture<OperatorFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DeletedWithRetention_IsReleasedAtOnce_AndWhatIsLeftIsCutOffButWhole()
    {
        var tenant = await operation.CreateReadyAsync("kept", spec => spec.Deletion = new DeletionSpec { Retention = "30d" });

        await operation.DeleteAsync("kept");

        var tombstone = await operation.TombstoneAsync(tenant.Metadata.Uid!, t => t.Status?.Phase == TombstonePhase.Retained);
        (tombstone.Spec.PurgeAfter - tombstone.Spec.DeletedAt).ShouldBe(TimeSpan.FromDays(30));
        var left = (await TenantObjects.OfAsync(operation.Client, tenant, Ct)).Select(TenantObjects.Title).ToList();
        left.ShouldContain("PersistentVolumeClaim/mcp-data");
        left.Where(o => o.StartsWith("NetworkPolicy", StringComparison.Ordinal)).ShouldBe(["NetworkPolicy/deny-all"]);
        left.Where(o => o.StartsWith("RoleBinding", StringComparison.Ordinal)).ShouldBe(["RoleBinding/mcp-operator"], "the gateway can wake nothing");
        left.ShouldNotContain(o => o.StartsWith("Ingress", StringComparison.Ordinal));

        // Quarantine is kept up, not just made.
        await operation.Client.DeleteAsync<V1NetworkPolicy>(McpTenantNames.DenyAllPolicy, "mcpt-kept", ct: Ct);
        await Until.TrueAsync(
            async () => await operation.Client.GetAsync<V1NetworkPolicy>(McpTenantNames.DenyAllPolicy, "mcpt-kept", Ct) is not null,
            () => Task.FromResult("deny-all did not come back:\n" + operation.Operator.Tail()));
    }

    [Fact]
    public async Task NameOfADeletedTenant_IsHeldWithTheWayBack_AndRestoreGivesEverything()
    {
        var tenant = await operation.CreateReadyAsync("back", spec => spec.Deletion = new DeletionSpec { Retention = "1h" });
        var data = await operation.Client.GetAsync<V1PersistentVolumeClaim>(McpTenantNames.DataClaim, "mcpt-back", Ct);
        await operation.DeleteAsync("back");

        await operation.CreateAsync("back");
        var held = await operation.StatusAsync("back", t => t.Status?.Phase == TenantPhase.Failed);
        held.ConditionOf("Accepted")!.ShouldSatisfyAllConditions(
            c => c.Reason.ShouldBe("HeldByTombstone"), c => c.Message.ShouldContain($"spec.restoreFrom: {tenant.Metadata.Uid}"));

        // The remedy that the message names, on the object that was refused.
        await operation.Client.PatchAsync<McpTenant>(new V1Patch($$$"""{"spec":{"restoreFrom":"{{{tenant.Metadata.Uid}}}"}}""", PatchType.MergePatch), "back", ct: Ct);
        var ready = await operation.ReadyAsync("back");

        ready.Status!.Url.ShouldBe(tenant.Status!.Url);
        (await operation.Client.GetAsync<V1PersistentVolumeClaim>(McpTenantNames.DataClaim, "mcpt-back", Ct))!.Metadata.Uid.ShouldBe(data!.Metadata.Uid);
        await operation.TombstoneAsync(tenant.Metadata.Uid!, t => t.Status?.Phase == TombstonePhase.Restored && t.Metadata.Finalizers is null or []);
        (await operation.Client.GetAsync<V1ConfigMap>(McpTenantNames.Instance, "mcpt-back", Ct))!.Data![McpTenantNames.InstanceConfigurationFile].ShouldContain(ready.Metadata.Uid!);

        // And it can leave again, this time for good.
        await operation.DeleteAsync("back");
        await operation.TombstoneAsync(ready.Metadata.Uid!, t => t.Status?.Phase == TombstonePhase.Purged);
    }

    [Fact]
    public async Task RestoreOfWhatIsErased_IsRefused_AndTheNameBeginsWithNothing()
    {
        var tenant = await operation.CreateReadyAsync("erased-once");
        await operation.DeleteAsync("erased-once");

        await operation.CreateAsync("erased-once", spec => spec.RestoreFrom = tenant.Metadata.Uid);
        var refused = await operation.StatusAsync("erased-once", t => t.Status?.Phase == TenantPhase.Failed);

        refused.ConditionOf("Accepted")!.ShouldSatisfyAllConditions(c => c.Reason.ShouldBe("InvalidRestore"), c => c.Message.ShouldContain("was erased at"));
        (await operation.Client.GetAsync<V1Namespace>("mcpt-erased-once", ct: Ct)).ShouldBeNull();
        await operation.Client.PatchAsync<McpTenant>(new V1Patch("""{"spec":{"restoreFrom":null}}""", PatchType.MergePatch), "erased-once", ct: Ct);
        var ready = await operation.ReadyAsync("erased-once");
        ready.Metadata.Uid.ShouldNotBe(tenant.Metadata.Uid);
        (await TenantObjects.OfAsync(operation.Client, tenant, Ct)).ShouldBeEmpty();
    }

    [Fact]
    public async Task LegalHold_KeepsWhatIsDue_UntilItIsLifted()
    {
        var tenant = await operation.CreateReadyAsync("disputed", spec => spec.Deletion = new DeletionSpec { Retention = "1h" });
        await operation.DeleteAsync("disputed");
        await PatchAsync(tenant, """{"spec":{"legalHold":true,"legalHoldReason":"case 4711","purge":{"requestedBy":"ann","approvedBy":"bob","tenantUid":"UID"}}}""");

        var held = await operation.TombstoneAsync(tenant.Metadata.Uid!, t => t.Status?.Conditions?.Any(c => c is { Type: "Erased", Reason: "LegalHold" }) == true);
        held.Status!.Conditions!.Single(c => c.Type == "Erased").Message.ShouldContain("case 4711");
        (await operation.Client.GetAsync<V1Namespace>("mcpt-disputed", ct: Ct)).ShouldNotBeNull().Metadata.DeletionTimestamp.ShouldBeNull();

        await PatchAsync(tenant, """{"spec":{"legalHold":false}}""");
        var purged = await operation.TombstoneAsync(tenant.Metadata.Uid!, t => t.Status?.Phase == TombstonePhase.Purged);
        var certificate = ErasureCertificate.Read(Convert.FromBase64String(DsseEnvelope.Read(purged.Status!.Certificate!.Envelope).Payload));
        certificate.Approver.ShouldBe("ann and bob");
    }

    private Task PatchAsync(McpTenant tenant, string patch) => operation.Client.PatchAsync<McpTenantTombstone>(
        new V1Patch(patch.Replace("UID", tenant.Metadata.Uid, StringComparison.Ordinal), PatchType.MergePatch), tenant.Metadata.Uid!, ct: Ct);
}

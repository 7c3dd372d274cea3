using System.Security.Cryptography;
using System.Text;
using k8s.Models;
using McpTenants.Api;
using Operator.Tests.Integration.Support;

namespace Operator.Tests.Integration;

/// <summary>What is left of a deleted tenant: a record with a signed certificate, and nothing else.</summary>
[Trait("Tier", "Integration")]
[Collection(OperatorFixture.Collection)]
public sealed class ErasureTests(OperatorFixture operation) : IClassFixture<OperatorFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DeletedTenant_IsGoneWhenDeleteReturns_AndLeavesACertificateThatVerifiesOffline()
    {
        var tenant = await operation.CreateReadyAsync("erased");
        var home = (await operation.Client.GetAsync<V1Namespace>("mcpt-erased", ct: Ct)).ShouldNotBeNull();

        await operation.DeleteAsync("erased");

        (await operation.Client.GetAsync<V1Namespace>("mcpt-erased", ct: Ct)).ShouldBeNull();
        var tombstone = await operation.TombstoneAsync(tenant.Metadata.Uid!, t => t.Status?.Phase == TombstonePhase.Purged && t.Metadata.Finalizers is null or []);
        (tombstone.Spec.Tenant, tombstone.Spec.NamespaceUid, tombstone.Spec.Specification).ShouldBe(("erased", home.Metadata.Uid, null));
        tombstone.Status!.Steps!.Select(s => s.Name).ShouldBe(
        [
            "RouteCut", "WorkloadStopped", "Quarantined", "PodsGone", "RetentionOver", "ExportSettled", "PurgeBegun", "NamespaceDeletionRequested", "NamespaceGone", "VolumesGone", "Verified", "Certified",
        ]);
        tombstone.Status.Inventory!.Select(i => i.What).ShouldContain("persistentvolumeclaims");
        tombstone.Status.Verification!.Counts!.ShouldAllBe(c => c.Count == 0);
        tombstone.Status.Verification.Kinds.ShouldBeGreaterThan(30);

        var certificate = await VerifiedAsync(tombstone);
        certificate.Tenant.ShouldSatisfyAllConditions(t => t.Uid.ShouldBe(tenant.Metadata.Uid), t => t.Name.ShouldBe("erased"), t => t.Hosts.ShouldBe(["erased.mcp.test"]));
        certificate.Erased[0].What.ShouldContain(home.Metadata.Uid!);
        certificate.Verification.Sha256.ShouldBe(tombstone.Status.Verification.Sha256);
        certificate.ResidualCopies.ShouldContain(r => r.What.Contains("etcd", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ReleasedVolumeAndBindingElsewhere_AreFoundAndNamed_AndNothingIsCertifiedBeforeTheyAreGone()
    {
        var tenant = await operation.CreateReadyAsync("sticky");
        var volume = new V1PersistentVolume
        {
            Metadata = new() { Name = "sticky-data" },
            Spec = new()
            {
                AccessModes = ["ReadWriteOnce"],
                Capacity = new Dictionary<string, ResourceQuantity> { ["storage"] = "1Gi" },
                HostPath = new() { Path = "/var/lib/nowhere" },
                PersistentVolumeReclaimPolicy = "Retain",
                ClaimRef = new() { NamespaceProperty = "mcpt-sticky", Name = "forgotten" },
            },
        };
        await operation.Client.CreateAsync(volume, ct: Ct);
        var binding = new V1ClusterRoleBinding
        {
            Metadata = new() { Name = "sticky-view" },
            RoleRef = new() { ApiGroup = V1ClusterRole.KubeGroup, Kind = V1ClusterRole.KubeKind, Name = "view" },
            Subjects = [new() { Kind = "ServiceAccount", Name = "default", NamespaceProperty = "mcpt-sticky" }],
        };
        await operation.Client.CreateAsync(binding, ct: Ct);

        await operation.Client.DeleteAsync<McpTenant>("sticky", ct: Ct);

        var held = await operation.TombstoneAsync(tenant.Metadata.Uid!, t => Erased(t)?.Reason == "ReleasingVolumes");
        Erased(held)!.Message.ShouldContain("sticky-data has the reclaim policy Retain");
        await operation.Client.DeleteAsync<V1PersistentVolume>("sticky-data", ct: Ct);
        held = await operation.TombstoneAsync(tenant.Metadata.Uid!, t => Erased(t)?.Reason == "LeftoversFound");
        Erased(held)!.Message.ShouldContain("cluster role bindings of its service accounts: 1 (sticky-view)");
        held.Status!.Certificate.ShouldBeNull();
        (await operation.Client.GetAsync<McpTenant>("sticky", ct: Ct)).ShouldNotBeNull();

        await operation.Client.DeleteAsync<V1ClusterRoleBinding>("sticky-view", ct: Ct);
        await Until.TrueAsync(async () => await operation.Client.GetAsync<McpTenant>("sticky", ct: Ct) is null, () => Task.FromResult("It is still there:\n" + operation.Operator.Tail()));
        await VerifiedAsync(await operation.TombstoneAsync(tenant.Metadata.Uid!, t => t.IsClosed));
    }

    [Fact]
    public async Task NamespaceHeldByAForeignFinalizer_IsReportedWordForWord_AndNeverForced()
    {
        var tenant = await operation.CreateReadyAsync("stuck");
        await operation.Client.CreateAsync(new V1ConfigMap { Metadata = new() { Name = "anchor", NamespaceProperty = "mcpt-stuck", Finalizers = ["example.com/hold"] } }, ct: Ct);

        await operation.Client.DeleteAsync<McpTenant>("stuck", ct: Ct);

        var held = await operation.TombstoneAsync(tenant.Metadata.Uid!, t => Erased(t)?.Message.Contains("NamespaceFinalizersRemaining", StringComparison.Ordinal) == true);
        Erased(held)!.Message.ShouldContain("example.com/hold in 1 resource instances");
        var waiting = await operation.StatusAsync("stuck", t => t.ConditionOf("Deprovisioning")?.Message.Contains("example.com/hold", StringComparison.Ordinal) == true);
        waiting.ConditionOf("Deprovisioning")!.Reason.ShouldBe("DeletingNamespace");
        (await operation.Client.GetAsync<V1ConfigMap>("anchor", "mcpt-stuck", Ct)).ShouldNotBeNull().Metadata.Finalizers.ShouldBe(["example.com/hold"]);

        await operation.Client.PatchAsync<V1ConfigMap>(new V1Patch("""{"metadata":{"finalizers":null}}""", PatchType.MergePatch), "anchor", "mcpt-stuck", ct: Ct);
        await Until.TrueAsync(async () => await operation.Client.GetAsync<McpTenant>("stuck", ct: Ct) is null, () => Task.FromResult("It is still there:\n" + operation.Operator.Tail()));
    }

    private static V1Condition? Erased(McpTenantTombstone tombstone) => tombstone.Status?.Conditions?.FirstOrDefault(c => c.Type == "Erased");

    private async Task<ErasureCertificate> VerifiedAsync(McpTenantTombstone tombstone)
    {
        var published = (await operation.Client.GetAsync<V1ConfigMap>(McpTenantNames.SigningKey, operation.SystemNamespace, Ct)).ShouldNotBeNull();
        using var key = ECDsa.Create();
        key.ImportFromPem(published.Data![McpTenantNames.PublicKeys]);
        var payload = Dsse.Verify(DsseEnvelope.Read(tombstone.Status!.Certificate!.Envelope), ErasureCertificate.PayloadType, [key]).ShouldNotBeNull();
        Encoding.UTF8.GetString(payload).ShouldContain(tombstone.Spec.TenantUid);
        return ErasureCertificate.Read(payload);
    }
}

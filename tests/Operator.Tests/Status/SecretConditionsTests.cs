using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Jwks;
using McpTenants.Operator.Pipeline;
using McpTenants.Operator.Plan;
using McpTenants.Operator.Status;
using McpTenants.Operator.Vaults;
using Operator.Tests.Plan;

namespace Operator.Tests.Status;

/// <summary>What a tenant's status says of its vault's secrets.</summary>
public sealed class SecretConditionsTests
{
    private static readonly SecretsStatus Mounted = new() { Hash = "abc", Versions = [new SecretVersion { Name = "key", Secret = "key", Version = "v1" }] };

    [Fact]
    public void Project_InSync_IsReadyAndFresh()
    {
        var status = Project(null, Mounted);

        Find(status, "SecretsReady").ShouldBe(("True", "InPlace"));
        Find(status, "SecretsFresh").ShouldBe(("True", "InSync"));
        status.Secrets.ShouldBe(Mounted);
    }

    [Fact]
    public void Project_NeverRead_IsNotReady()
    {
        var status = Project(new VaultProblem("VaultForbidden", "no"), null);

        Find(status, "SecretsReady").ShouldBe(("False", "VaultForbidden"));
        Find(status, "Ready").ShouldBe(("False", "VaultForbidden"));
    }

    [Theory]
    [InlineData("VaultUnavailable", false, "True", "VaultUnavailable")]
    [InlineData("VaultThrottled", true, "False", "SecretsStale")]
    [InlineData("SecretDisabled", false, "False", "SecretDisabled")]
    [InlineData("SecretExpired", false, "False", "SecretExpired")]
    [InlineData("SecretDeleted", false, "False", "SecretDeleted")]
    public void Project_LastGoodKept_StaysReady_AndSaysWhatIsWrong(string reason, bool stale, string fresh, string freshReason)
    {
        var status = Project(new VaultProblem(reason, "why"), Mounted, stale);

        Find(status, "SecretsReady").ShouldBe(("True", "LastGoodKept"));
        Find(status, "SecretsFresh").ShouldBe((fresh, freshReason));
        Find(status, "Ready").Status.ShouldBe("True");
    }

    [Fact]
    public void Project_NotBound_IsNotReady_WhateverIsMounted() =>
        Find(Project(new VaultProblem("VaultNotBound", "no"), null), "SecretsReady").ShouldBe(("False", "VaultNotBound"));

    [Fact]
    public void Project_NewProcess_LeavesWhatIsKnown()
    {
        var tenant = Tenant();
        tenant.Status = Project(new VaultProblem("SecretDisabled", "why"), Mounted);

        var status = StatusProjector.Project(Input(tenant, null));

        Find(status, "SecretsFresh").ShouldBe(("False", "SecretDisabled"));
        status.Secrets!.Hash.ShouldBe("abc");
    }

    [Fact]
    public void Applies_DeletionWithSuspend_LastsThroughAnOutage_AndEndsWithAGoodRead()
    {
        var tenant = Tenant(VaultDeletion.Suspend);
        VaultReport Report(string? reason) => new(PlanFixture.Uid, "v", reason is null ? null : new VaultProblem(reason, "why"), Mounted, false);

        SecretSuspension.Applies(tenant, Report("VaultUnavailable")).ShouldBeFalse("an outage is no deletion");
        SecretSuspension.Applies(tenant, Report("SecretNotFound")).ShouldBeFalse();
        SecretSuspension.Applies(tenant, Report("SecretDeleted")).ShouldBeTrue();
        tenant.Status = StatusProjector.Project(Input(tenant, Report("SecretDeleted")));
        Find(tenant.Status, "Suspended").ShouldBe(("True", "SecretDeleted"));
        tenant.Status.Phase.ShouldBe(TenantPhase.Suspended);
        SecretSuspension.Applies(tenant, Report("VaultUnavailable")).ShouldBeTrue();
        SecretSuspension.Applies(tenant, null).ShouldBeTrue("a new process knows it from the status");
        SecretSuspension.Applies(tenant, Report(null)).ShouldBeFalse();
        SecretSuspension.Applies(Tenant(VaultDeletion.Retain), Report("SecretDeleted")).ShouldBeFalse();
    }

    [Fact]
    public void Plan_KeyVault_MountsTheSyncedSecret_AndRestartsOnlyWhoAskedForIt()
    {
        var tenant = Effective.Of(Tenant(), PlanFixture.Platform);
        var template = PodTemplate.Build(new TenantPlanner(new()).Input(tenant, TenantKeys.NotNeeded));

        template.Spec!.Volumes!.Single(v => v.Name == "secrets").Secret!.SecretName.ShouldBe(McpTenantNames.SyncedSecret);
        template.Spec.Containers[0].VolumeMounts!.ShouldAllBe(m => m.SubPath == null);
        template.Metadata!.Annotations.ShouldBeNull();
        PodTemplate.Build(new TenantPlanner(new()).Input(tenant with { SecretsRevision = "abc" }, TenantKeys.NotNeeded)).Metadata!.Annotations!.Values.ShouldBe(["abc"]);
    }

    private static McpTenantStatus Project(VaultProblem? problem, SecretsStatus? secrets, bool stale = false) =>
        StatusProjector.Project(Input(Tenant(), new VaultReport(PlanFixture.Uid, "acme.vault.azure.net", problem, secrets, stale)));

    private static Projection Input(McpTenant tenant, VaultReport? report) => new()
    {
        Snapshot = new TenantSnapshot
        {
            Tenant = tenant,
            Live = new Dictionary<ObjectKey, k8s.IKubernetesObject<V1ObjectMeta>>(),
            Keys = TenantKeys.NotNeeded,
            SecretExists = report?.Secrets is not null,
            Vault = report,
        },
        Tenant = Effective.Of(tenant, PlanFixture.Platform) with { Suspended = SecretSuspension.Applies(tenant, report) },
        Now = new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero),
    };

    private static McpTenant Tenant(VaultDeletion? onDeleted = null) => PlanFixture.Tenant(spec => spec.Secrets = new SecretsSpec
    {
        Provider = SecretProvider.KeyVault,
        KeyVault = new KeyVaultSpec { Binding = "acme-vault", OnDeleted = onDeleted, Items = [new KeyVaultItem { Secret = "key" }] },
    });

    private static (string Status, string Reason) Find(McpTenantStatus status, string type)
    {
        var condition = status.Conditions!.Single(c => c.Type == type);
        return (condition.Status, condition.Reason);
    }
}

using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Deprovision;
using McpTenants.Operator.Deprovision.Tombstones;
using McpTenants.Operator.Diff;
using McpTenants.Operator.Plan;

namespace Operator.Tests.Deprovision;

public sealed class TombstonePlanTests
{
    private static readonly DateTimeOffset Deleted = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Later = Deleted.AddHours(1);
    private static readonly ExportResult Safe = new(true, true, "ArchiveVerified", "", new TombstoneArchive { Location = "a/b", Sha256 = new string('a', 64) });

    private static readonly TombstoneFacts Everything = new()
    {
        Tombstone = Tombstone(),
        Routes = [new V1Ingress()],
        Namespace = Home(),
        NamespaceOwner = "one",
        Replicas = 1,
        Quarantine = [new Change.Prune(new ObjectKey("NetworkPolicy", "mcpt-acme", "allow-egress"), new V1NetworkPolicy())],
        Pods = ["mcp-instance-1"],
    };

    private static readonly TombstoneFacts Quarantined = Everything with { Routes = [], Replicas = 0, Quarantine = [], Pods = [] };

    [Fact]
    public void Next_StepByStep_CutsTheRouteFirstAndProvesLast()
    {
        Next(Everything).ShouldBe(TombstoneStep.CutRoute);
        Next(Everything with { Routes = [] }).ShouldBe(TombstoneStep.StopWorkload);
        Next(Everything with { Routes = [], Replicas = 0 }).ShouldBe(TombstoneStep.Quarantine);
        Next(Everything with { Routes = [], Replicas = 0, Quarantine = [] }).ShouldBe(TombstoneStep.WaitForPods);
        Next(Quarantined).ShouldBe(TombstoneStep.Export);
        Next(Quarantined with { Export = Safe }).ShouldBe(TombstoneStep.RecordArchive);
        var recorded = Quarantined with { Export = Safe, Tombstone = Tombstone(s => s.Archive = Safe.Archive) };
        Next(recorded).ShouldBe(TombstoneStep.BeginPurge);
        var begun = recorded with { Tombstone = recorded.Tombstone with { Status = new() { PurgeStartedAt = Later } } };
        Next(begun).ShouldBe(TombstoneStep.DeleteNamespace);
        Next(begun with { Namespace = Home(terminating: true) }).ShouldBe(TombstoneStep.WaitForNamespace);
        Next(begun with { Namespace = null, Volumes = [new V1PersistentVolume()] }).ShouldBe(TombstoneStep.WaitForVolumes);
        Next(begun with { Namespace = null }).ShouldBe(TombstoneStep.Verify);
        var verified = begun with { Namespace = null, Tombstone = begun.Tombstone with { Status = begun.Tombstone.Status! with { Verification = new() } } };
        Next(verified).ShouldBe(TombstoneStep.Certify);
        var certified = verified.Tombstone with { Status = verified.Tombstone.Status! with { Phase = TombstonePhase.Purged } };
        Next(verified with { Tombstone = certified }).ShouldBe(TombstoneStep.Close);
        Next(verified with { Tombstone = certified with { Metadata = new() } }).ShouldBe(TombstoneStep.Done);
    }

    [Fact]
    public void Next_ExportNotSettled_NeverDeletes()
    {
        var begun = Tombstone(s => s.Archive = Safe.Archive) with { Status = new() { PurgeStartedAt = Later } };
        foreach (var export in new[] { null, Safe with { Settled = false } })
        {
            Next(Quarantined with { Tombstone = begun, Export = export }).ShouldBe(TombstoneStep.Export);
        }
    }

    [Fact]
    public void Next_RetentionNotOver_Holds_UntilTheVeryMoment()
    {
        var kept = Quarantined with { Tombstone = Tombstone(s => s.PurgeAfter = Later) };
        TombstonePlan.Next(Later.AddTicks(-1), kept).ShouldBe(TombstoneStep.Hold);
        TombstonePlan.Next(Later, kept).ShouldBe(TombstoneStep.Export);
    }

    [Fact]
    public void Next_LegalHold_WinsOverDeadlineApprovalAndABegunPurge()
    {
        var held = Tombstone(s =>
        {
            s.LegalHold = true;
            s.Purge = new TombstonePurge { RequestedBy = "ann", ApprovedBy = "bob", TenantUid = "one" };
        });
        Next(Quarantined with { Tombstone = held }).ShouldBe(TombstoneStep.Hold);
        Next(Quarantined with { Tombstone = held with { Status = new() { PurgeStartedAt = Later } }, Export = Safe }).ShouldBe(TombstoneStep.Hold);
    }

    [Theory]
    [InlineData("ann", "bob", "one", true)]
    [InlineData("ann", "ann", "one", false)]
    [InlineData("ann", "bob", "two", false)]
    [InlineData("ann", null, "one", false)]
    [InlineData(null, "bob", "one", false)]
    public void Next_EarlyPurge_NeedsTwoUsersAndTheUid(string? requested, string? approved, string uid, bool goes)
    {
        var order = new TombstonePurge { RequestedBy = requested, ApprovedBy = approved, TenantUid = uid };
        var tombstone = Tombstone(s => (s.PurgeAfter, s.Purge) = (Later.AddDays(30), order));
        Next(Quarantined with { Tombstone = tombstone }).ShouldBe(goes ? TombstoneStep.Export : TombstoneStep.Hold);
    }

    [Fact]
    public void Next_NoDeadline_HoldsForEver() =>
        TombstonePlan.Next(DateTimeOffset.MaxValue, Quarantined with { Tombstone = Tombstone(s => s.PurgeAfter = null) }).ShouldBe(TombstoneStep.Hold);

    [Fact]
    public void Next_Claimed_ErasesNothing_WhateverTheDeadlineSays()
    {
        var claimed = Quarantined with { Tombstone = Tombstone(s => s.Restore = new TombstoneRestore { TenantUid = "two" }), Export = Safe };
        Next(claimed with { ClaimantExists = true }).ShouldBe(TombstoneStep.AwaitRestore);
        Next(claimed).ShouldBe(TombstoneStep.ReleaseClaim);
        Next(claimed with { Namespace = null, NamespaceOwner = "two", ClaimantExists = true }).ShouldBe(TombstoneStep.GiveBack);
    }

    private static TombstoneStep Next(TombstoneFacts facts) => TombstonePlan.Next(Later, facts);

    private static V1Namespace Home(bool terminating = false) =>
        new() { Metadata = new V1ObjectMeta { Name = "mcpt-acme", DeletionTimestamp = terminating ? DateTime.UnixEpoch : null } };

    private static McpTenantTombstone Tombstone(Action<McpTenantTombstoneSpec>? change = null)
    {
        var tombstone = new McpTenantTombstone
        {
            Metadata = new V1ObjectMeta { Name = "one", Finalizers = [McpTenantNames.TombstoneFinalizer] },
            Spec = new McpTenantTombstoneSpec { Tenant = "acme", TenantUid = "one", Namespace = "mcpt-acme", DeletedAt = Deleted, PurgeAfter = Deleted },
        };
        change?.Invoke(tombstone.Spec);
        return tombstone;
    }
}

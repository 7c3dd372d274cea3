using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Check;

namespace Operator.Tests.Check;

public sealed class TombstoneRulesTests
{
    private static readonly DateTimeOffset Deleted = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly PlatformPolicy Anybody = new() { BaseDomain = "mcp.test" };

    [Fact]
    public void Purge_AskedByOneAndApprovedByAnother_IsAllowed()
    {
        var asked = Tombstone(s => s.Purge = Order("ann", null));
        Judge("ann", Tombstone(), asked).ShouldBeEmpty();
        Judge("bob", asked, Tombstone(s => s.Purge = Order("ann", "bob"))).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("bob", null, null, "ann", null, "spec.purge.requestedBy")]
    [InlineData("ann", "ann", null, "ann", "bob", "spec.purge.approvedBy")]
    [InlineData("ann", "ann", null, "ann", "ann", "spec.purge.approvedBy")]
    [InlineData("ann", null, null, "ann", "ann", "spec.purge.approvedBy")]
    [InlineData("bob", null, null, null, "bob", "spec.purge.requestedBy")]
    [InlineData("eve", "ann", "bob", "eve", "bob", "spec.purge.requestedBy")]
    public void Purge_InAnothersName_IsRefused(string user, string? askedBefore, string? approvedBefore, string? asked, string? approved, string field)
    {
        var old = askedBefore is null && approvedBefore is null ? Tombstone() : Tombstone(s => s.Purge = Order(askedBefore, approvedBefore));
        Judge(user, old, Tombstone(s => s.Purge = Order(asked, approved))).ShouldHaveSingleItem().ShouldStartWith(field);
    }

    [Fact]
    public void Purge_OfAnotherUid_IsRefused() =>
        Judge("ann", Tombstone(), Tombstone(s => s.Purge = Order("ann", null) with { TenantUid = "two" })).ShouldHaveSingleItem().ShouldStartWith("spec.purge.tenantUid");

    [Fact]
    public void Retention_MayGrowAndNeverShrink()
    {
        Judge("ann", Tombstone(), Tombstone(s => s.PurgeAfter = Deleted.AddDays(60))).ShouldBeEmpty();
        Judge("ann", Tombstone(), Tombstone(s => s.PurgeAfter = Deleted)).ShouldHaveSingleItem().ShouldStartWith("spec.purgeAfter");
        Judge("ann", Tombstone(s => s.PurgeAfter = null), Tombstone()).ShouldHaveSingleItem().ShouldStartWith("spec.purgeAfter");
    }

    [Fact]
    public void WhatWas_CannotBeRewritten() =>
        Judge("ann", Tombstone(), Tombstone(s => (s.TenantUid, s.NamespaceUid) = ("two", "other"))).Select(v => v.Split(':')[0]).ShouldBe(["spec.tenantUid", "spec.namespaceUid"]);

    [Fact]
    public void Decisions_WherePrincipalsAreNamed_AreTheirs()
    {
        var platform = Anybody with { PlatformPrincipals = ["platform"] };
        var held = Tombstone(s => s.LegalHold = true);
        TombstoneRules.Update(Tombstone(), held, new Actor("ann", []), platform).ShouldHaveSingleItem().Reason.ShouldBe("PlatformOnly");
        TombstoneRules.Update(Tombstone(), held, new Actor("ann", ["platform"]), platform).ShouldBeEmpty();
    }

    [Fact]
    public void Delete_BeforeItIsClosed_IsRefused()
    {
        TombstoneRules.Delete(Tombstone()).ShouldNotBeEmpty();
        TombstoneRules.Delete(Tombstone() with { Status = new() { Phase = TombstonePhase.Purged } }).ShouldBeEmpty();
    }

    private static IReadOnlyList<string> Judge(string user, McpTenantTombstone old, McpTenantTombstone next) =>
        [.. TombstoneRules.Update(old, next, new Actor(user, []), Anybody).Select(v => v.Message)];

    private static TombstonePurge Order(string? asked, string? approved) => new() { RequestedBy = asked, ApprovedBy = approved, TenantUid = "one" };

    private static McpTenantTombstone Tombstone(Action<McpTenantTombstoneSpec>? change = null)
    {
        var spec = new McpTenantTombstoneSpec { Tenant = "acme", TenantUid = "one", Namespace = "mcpt-acme", DeletedAt = Deleted, PurgeAfter = Deleted.AddDays(30) };
        change?.Invoke(spec);
        return new McpTenantTombstone { Metadata = new V1ObjectMeta { Name = "one" }, Spec = spec };
    }
}

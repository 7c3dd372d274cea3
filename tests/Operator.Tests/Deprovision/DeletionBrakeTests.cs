using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Deprovision;
using McpTenants.Operator.Deprovision.Brakes;

namespace Operator.Tests.Deprovision;

public sealed class DeletionBrakeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly DeprovisionOptions Options = new();

    [Theory]
    [InlineData(1, 4, null)]
    [InlineData(4, 4, null)]
    [InlineData(4, 20, null)]
    [InlineData(5, 17, null)]
    [InlineData(5, 16, "MassDeletion")]
    [InlineData(20, 20, "MassDeletion")]
    public void Of_SoManyOfSoMany_StopsOrNot(int going, int all, string? reason)
    {
        McpTenant[] tenants = [.. Enumerable.Range(0, all).Select(i => Tenant(i, i < going))];
        Judge(tenants[0], tenants)?.Reason.ShouldBe(reason);
        (Judge(tenants[0], tenants) is null).ShouldBe(reason is null);
    }

    [Fact]
    public void Of_FirstOfMany_WaitsForTheOthersToBeSeen()
    {
        McpTenant[] tenants = [.. Enumerable.Range(0, 10).Select(i => Tenant(i, false))];
        tenants[0].Metadata.DeletionTimestamp = Now.AddSeconds(-1).UtcDateTime;
        Judge(tenants[0], tenants)!.Reason.ShouldBe("Settling");
    }

    [Fact]
    public void Of_Acknowledged_Goes_ButNotByAnAcknowledgementFromBefore()
    {
        McpTenant[] tenants = [.. Enumerable.Range(0, 10).Select(i => Tenant(i, true))];
        tenants[0].Metadata.Annotations = new Dictionary<string, string> { [McpTenantNames.AcknowledgeAnnotation] = "2026-11-21T12:00:00Z" };
        tenants[1].Metadata.Annotations = new Dictionary<string, string> { [McpTenantNames.AcknowledgeAnnotation] = "2026-11-20T12:00:00Z" };
        Judge(tenants[0], tenants).ShouldBeNull();
        Judge(tenants[1], tenants)!.Reason.ShouldBe("MassDeletion");
    }

    [Fact]
    public void Of_DefinitionGoes_StopsEvenOne() =>
        DeletionBrake.Of(Tenant(0, true), [Tenant(0, true)], [], definitionGoes: true, Options, Now)!.Reason.ShouldBe("CrdTerminating");

    [Fact]
    public void Of_OthersAlreadyOnTheirWay_AreCounted()
    {
        McpTenant[] tenants = [Tenant(9, true), .. Enumerable.Range(10, 3).Select(i => Tenant(i, false))];
        McpTenantTombstone[] left = [.. Enumerable.Range(0, 4).Select(i => new McpTenantTombstone { Spec = new() { TenantUid = $"uid-{i}", Origin = TombstoneOrigin.Deleted, DeletedAt = Now.AddSeconds(-20) } })];
        DeletionBrake.Of(tenants[0], tenants, left, definitionGoes: false, Options, Now)!.Reason.ShouldBe("MassDeletion");
    }

    private static BrakeVerdict? Judge(McpTenant tenant, McpTenant[] tenants) => DeletionBrake.Of(tenant, tenants, [], definitionGoes: false, Options, Now);

    private static McpTenant Tenant(int number, bool deleted) =>
        new() { Metadata = new V1ObjectMeta { Name = $"t{number}", Uid = $"uid-{number}", DeletionTimestamp = deleted ? Now.AddSeconds(-30).UtcDateTime : null } };
}

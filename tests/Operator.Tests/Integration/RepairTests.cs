using McpTenants.Api;
using Operator.Tests.Integration.Support;

namespace Operator.Tests.Integration;

[Trait("Tier", "Integration")]
[Collection(OperatorFixture.Collection)]
public sealed class RepairTests(OperatorFixture operation) : IClassFixture<OperatorFixture>
{
    private static readonly TimeSpan Promised = TimeSpan.FromSeconds(10);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Objects => new()
    {
        { "NetworkPolicy", "deny-all" },
        { "NetworkPolicy", "allow-ingress" },
        { "NetworkPolicy", "allow-egress" },
        { "ResourceQuota", "mcp-limits" },
        { "LimitRange", "mcp-limits" },
        { "ServiceAccount", "mcp-instance" },
        { "ServiceAccount", "default" },
        { "RoleBinding", "mcp-operator" },
        { "RoleBinding", "mcp-gateway" },
        { "ConfigMap", "mcp-instance" },
        { "PersistentVolumeClaim", "mcp-data" },
        { "Deployment", "mcp-instance" },
        { "Service", "mcp-instance" },
        { "Ingress", "mcpt-repaired" },
    };

    [Theory]
    [MemberData(nameof(Objects))]
    public async Task ObjectDeletedByHand_ComesBackWithinTenSeconds(string kindName, string name)
    {
        var tenant = await operation.Client.GetAsync<McpTenant>("repaired", ct: Ct) ?? await operation.CreateReadyAsync("repaired");
        var kind = ManagedKind.Named(kindName);
        var home = kindName == "Ingress" ? operation.SystemNamespace : "mcpt-repaired";
        var before = (await kind.GetAsync(operation.Client, name, home, Ct)).ShouldNotBeNull();

        await kind.DeleteAsync(operation.Client, name, home, Ct);

        await Until.TrueAsync(
            async () => await kind.GetAsync(operation.Client, name, home, Ct) is { } again && again.Metadata.Uid != before.Metadata.Uid
                && again.Metadata.Labels?[McpTenantNames.TenantUidLabel] == tenant.Metadata.Uid,
            () => Task.FromResult($"{kindName} {name} did not come back:\n{operation.Operator.Tail()}"),
            Promised);
    }
}

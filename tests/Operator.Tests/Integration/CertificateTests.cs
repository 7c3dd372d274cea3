using k8s.Models;
using McpTenants.Api;
using McpTenants.Authorization.Peers;
using McpTenants.Operator.Certificates;
using Operator.Tests.Integration.Support;

namespace Operator.Tests.Integration;

/// <summary>The certificates on a real API server, with the rights of the chart.</summary>
[Trait("Tier", "Integration")]
[Collection(OperatorFixture.Collection)]
public sealed class CertificateTests(ChartOperatorFixture operation) : IClassFixture<ChartOperatorFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tenant_GetsACertificateOfItsOwn_AndTheGatewaysTheirs()
    {
        var tenant = await operation.CreateReadyAsync("certified");

        var server = CertificateFiles.StateOf(await SecretAsync(McpTenantNames.TlsSecret, "mcpt-certified")).ShouldNotBeNull();
        var gateway = CertificateFiles.StateOf(await SecretAsync(McpTenantNames.GatewayIdentitySecret, operation.SystemNamespace)).ShouldNotBeNull();

        (server.Name, server.Signed).ShouldBe((PeerNames.Tenant(tenant.Metadata.Uid!), true));
        (gateway.Name, gateway.Signed, gateway.Bundle).ShouldBe((PeerNames.Gateway, true, server.Bundle));
        tenant.ConditionOf("CertificatesReady")!.Status.ShouldBe("True");
        var template = (await operation.Client.GetAsync<V1Deployment>(McpTenantNames.Instance, "mcpt-certified", Ct))!.Spec!.Template;
        MutualTlsDecision.Serves(template.Metadata).ShouldBeTrue();
        // The key of the authority is in one place only.
        (await SecretAsync(AuthoritySecret.Name, operation.SystemNamespace))!.Data!.Keys.Order(StringComparer.Ordinal).ShouldBe(["ca.crt", "ca.key"]);
        operation.Operator.Lines.ShouldNotContain(l => l.Contains("PRIVATE KEY", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Certificate_DeletedByHand_IsBackBeforeTheNextPodNeedsIt()
    {
        await operation.CreateReadyAsync("robbed");
        var before = (await SecretAsync(McpTenantNames.TlsSecret, "mcpt-robbed"))!;
        await operation.Client.DeleteAsync<V1Secret>(McpTenantNames.TlsSecret, "mcpt-robbed", ct: Ct);

        // A wake is what needs it, and every wake changes the Deployment.
        await Until.TrueAsync(
            async () =>
            {
                await TouchAsync("robbed");
                return await SecretAsync(McpTenantNames.TlsSecret, "mcpt-robbed") is { } again && again.Metadata.Uid != before.Metadata.Uid && CertificateFiles.StateOf(again) is { Signed: true };
            },
            () => Task.FromResult("It did not come back:\n" + operation.Operator.Tail()));
    }

    [Fact]
    public async Task Certificate_OfAnotherTenant_IsReplaced()
    {
        var tenant = await operation.CreateReadyAsync("swapped");
        await operation.CreateReadyAsync("swapper");
        var secret = (await SecretAsync(McpTenantNames.TlsSecret, "mcpt-swapped"))!;
        secret.Data = (await SecretAsync(McpTenantNames.TlsSecret, "mcpt-swapper"))!.Data;
        await operation.Client.UpdateAsync(secret, ct: Ct);

        await Until.TrueAsync(
            async () =>
            {
                await TouchAsync("swapped");
                return CertificateFiles.StateOf(await SecretAsync(McpTenantNames.TlsSecret, "mcpt-swapped"))?.Name == PeerNames.Tenant(tenant.Metadata.Uid!);
            },
            () => Task.FromResult("It was not replaced:\n" + operation.Operator.Tail()));
    }

    [Fact]
    public async Task Restart_IssuesNothingAnew()
    {
        await operation.CreateReadyAsync("steady");
        var (tenant, authority) = ((await SecretAsync(McpTenantNames.TlsSecret, "mcpt-steady"))!, (await SecretAsync(AuthoritySecret.Name, operation.SystemNamespace))!);

        await operation.RestartAsync();
        await operation.Client.PatchAsync<McpTenant>(new V1Patch("""{"spec":{"displayName":"Steady as she goes"}}""", PatchType.MergePatch), "steady", ct: Ct);
        await operation.StatusAsync("steady", t => t.Status?.ObservedGeneration == t.Metadata.Generation && t.Metadata.Generation > 1);

        (await SecretAsync(McpTenantNames.TlsSecret, "mcpt-steady"))!.Metadata.ResourceVersion.ShouldBe(tenant.Metadata.ResourceVersion);
        (await SecretAsync(AuthoritySecret.Name, operation.SystemNamespace))!.Metadata.ResourceVersion.ShouldBe(authority.Metadata.ResourceVersion);
    }

    private Task TouchAsync(string name) => operation.Client.PatchAsync<McpTenant>(
        new V1Patch($$$"""{"metadata":{"annotations":{"example.com/looked-at":"{{{Guid.NewGuid():N}}}"}} }""", PatchType.MergePatch), name, ct: Ct);

    private Task<V1Secret?> SecretAsync(string name, string ns) => operation.Client.GetAsync<V1Secret>(name, ns, Ct);
}

using System.Net;
using System.Security.Cryptography;
using System.Text;
using Gateway.Tests.Support;
using McpTenants.Api;

namespace Gateway.Tests.Authentication;

public sealed class ApiKeyTests
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    [Fact(Timeout = 60_000)]
    public async Task ApiKey_WakesItsTenant_AndAWrongOneDoesNot()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var instance = await FakeInstance.StartAsync("uid-acme");
        var acme = await gateway.AddServedTenantAsync("acme", instance, t => t.Spec.Auth = new AuthSpec
        {
            Mode = AuthMode.ApiKey,
            ApiKeys = [new ApiKeySpec { Name = "ci", Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Key))) }],
        });
        var ct = TestContext.Current.CancellationToken;

        using var wrong = await gateway.Client.SendAsync(gateway.Call(acme, Key + "x"), ct);
        gateway.Cluster.ScaleCalls.ShouldBe(0);
        using var header = gateway.Call(acme);
        header.Headers.Authorization = null;
        header.Headers.Add("X-API-Key", Key);
        using var byHeader = await gateway.Client.SendAsync(header, ct);
        using var byBearer = await gateway.Client.SendAsync(gateway.Call(acme, Key), ct);

        wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        byHeader.StatusCode.ShouldBe(HttpStatusCode.OK);
        byBearer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}

using k8s.Models;
using McpTenants.Api;
using Operator.Tests.Integration.Support;

namespace Operator.Tests.Integration;

/// <summary>An issuer's keys on their way into the ConfigMap of a tenant, over real TLS.</summary>
[Trait("Tier", "Integration")]
[Collection(OperatorFixture.Collection)]
public sealed class IssuerKeysTests(IssuersFixture operation) : IClassFixture<IssuersFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_Arrive_FollowARotation_AndOutliveTheIssuerAndTheOperator()
    {
        await operation.CreateReadyAsync("keyed", spec => spec.Auth = new AuthSpec { Mode = AuthMode.OAuth, Issuer = operation.Trusted.Url });
        var keys = await KeysAsync("first");
        keys.ShouldNotContain("private", Case.Sensitive, "a private member that the issuer published by accident");

        operation.Trusted.KeyId = "second";
        await KeysAsync("second");

        operation.Trusted.Down = true;
        var tenant = await operation.StatusAsync("keyed", t => t.ConditionOf("Ready")?.Message.Contains("last good keys", StringComparison.Ordinal) == true);
        tenant.ConditionOf("Ready")!.Status.ShouldBe("True");
        await operation.RestartAsync();
        await Until.TrueAsync(async () => await operation.Operator.PassesAsync() > 0, "The new operator did not look at the tenant.");
        await operation.ReadyAsync("keyed");
        await KeysAsync("second");
    }

    [Fact]
    public async Task IssuerWithAnUnknownAuthority_IsNotBelieved()
    {
        await operation.CreateAsync("gullible", spec => spec.Auth = new AuthSpec { Mode = AuthMode.OAuth, Issuer = operation.Untrusted.Url });

        var tenant = await operation.StatusAsync("gullible", t => t.ConditionOf("Ready") is { Reason: "IssuerUnavailable" } ready && !ready.Message.Contains("not answered", StringComparison.Ordinal));

        tenant.ConditionOf("Ready")!.Status.ShouldBe("False");
        (await operation.Client.GetAsync<V1ConfigMap>(McpTenantNames.Instance, "mcpt-gullible", Ct))!.Data![McpTenantNames.JwksFile].ShouldBe("""{"keys":[]}""");
    }

    private async Task<string> KeysAsync(string keyId) => await Until.FoundAsync(
        async () => (await operation.Client.GetAsync<V1ConfigMap>(McpTenantNames.Instance, "mcpt-keyed", Ct))?.Data?[McpTenantNames.JwksFile] is { } keys
            && keys.Contains($"\"{keyId}\"", StringComparison.Ordinal) ? keys : null,
        () => Task.FromResult($"Key {keyId} did not arrive:\n{operation.Operator.Tail()}"));
}

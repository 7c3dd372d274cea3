using System.Text.Json.Nodes;
using k8s.Models;
using McpTenants.Api;
using Operator.Tests.Integration.Support;

namespace Operator.Tests.Integration;

/// <summary>Sleep against gateways over real HTTP and a real scale subresource.</summary>
[Trait("Tier", "Integration")]
[Collection(OperatorFixture.Collection)]
public sealed class SleepTests(GatewaysFixture operation) : IClassFixture<GatewaysFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task IdleTenant_IsDrainedEverywhere_AndScaledToZero()
    {
        var uid = await AsleepAsync("sleepy");

        await WakeAsync("sleepy");

        await ScaledAsync("sleepy", 0);
        await Until.TrueAsync(() => Task.FromResult(Told(uid, "drain", "asleep")), "Not both gateways were told in this order: drain, asleep.");
        var tenant = await operation.StatusAsync("sleepy", t => t.Status?.LastActivityTime is not null);
        tenant.Status!.LastActivityTime.ShouldBe(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task OneGatewayVetoes_AllAreToldToGoOn_AndItStaysAwake()
    {
        var uid = await AsleepAsync("vetoed");
        operation.Two.Behave(uid, new() { Veto = true });

        await WakeAsync("vetoed");

        await Until.TrueAsync(() => Task.FromResult(Told(uid, "drain", "abort")), "Not both gateways were told in this order: drain, abort.");
        (await ReplicasAsync("vetoed")).ShouldBe(1);
        operation.One.Told(uid).ShouldNotContain("asleep");
    }

    [Fact]
    public async Task OneGatewaySilent_CountsAsBusy()
    {
        var uid = await AsleepAsync("unsure");
        operation.Two.Behave(uid, new() { Silent = true });

        await WakeAsync("unsure");

        await Until.TrueAsync(() => Task.FromResult(operation.Two.Asked(uid) >= 2), "The silent gateway was not asked again.");
        operation.One.Told(uid).ShouldBeEmpty();
        (await ReplicasAsync("unsure")).ShouldBe(1);
    }

    [Fact]
    public async Task WokenWhileItIsPutToSleep_TheSleeperLoses()
    {
        var uid = await AsleepAsync("contested");
        var touched = false;
        operation.Two.Behave(uid, new()
        {
            BeforeAgreeing = async () =>
            {
                // Somebody writes the scale between the sleeper's read and its write, once.
                if (!touched)
                {
                    touched = true;
                    await ScaleAsync("contested", 2);
                }
            },
        });

        await WakeAsync("contested");

        await Until.TrueAsync(() => Task.FromResult(operation.One.Told(uid) is ["drain", "abort", ..]), () => Task.FromResult(string.Join(',', operation.One.Told(uid))));

        // The next attempt sees the new state, and nobody is in its way.
        await ScaledAsync("contested", 0);
    }

    [Fact]
    public async Task AskedToSleep_DoesNotWaitForIdleAfter()
    {
        var uid = await AsleepAsync("sent");
        operation.One.Behave(uid, new() { Idle = 0 });
        await WakeAsync("sent");
        await Until.TrueAsync(() => Task.FromResult(operation.One.Asked(uid) > 0), "The gateway was not asked.");
        operation.One.Told(uid).ShouldBeEmpty();

        var asked = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [McpTenantNames.SleepRequestedAt] = "2026-11-01T12:00:01.000Z" } } };
        await operation.Client.PatchAsync<McpTenant>(new V1Patch(asked.ToJsonString(), PatchType.MergePatch), "sent", ct: Ct);

        await ScaledAsync("sent", 0);
    }

    [Fact]
    public async Task MinInstancesOne_IsKeptAwake_AndGatewaysAreNotEvenAsked()
    {
        var tenant = await operation.CreateAsync("wakeful", spec => spec.Scaling = new ScalingSpec { MinInstances = 1 });
        await ScaledAsync("wakeful", 1);

        await ScaleAsync("wakeful", 0);

        await ScaledAsync("wakeful", 1);
        (operation.One.Asked(tenant.Metadata.Uid!), operation.One.Told(tenant.Metadata.Uid!).Count).ShouldBe((0, 0));
    }

    [Fact]
    public async Task SuspendedWhileAwake_IsScaledToZeroWithoutAsking()
    {
        var uid = await AsleepAsync("suspended");
        operation.One.Behave(uid, new() { Veto = true });
        await WakeAsync("suspended");

        await operation.Client.PatchAsync<McpTenant>(new V1Patch("""{"spec":{"suspended":true}}""", PatchType.MergePatch), "suspended", ct: Ct);

        await ScaledAsync("suspended", 0);
        await operation.StatusAsync("suspended", t => t.Status?.Phase == TenantPhase.Suspended);
        (await operation.Client.GetAsync<V1NetworkPolicy>(McpTenantNames.AllowEgressPolicy, "mcpt-suspended", Ct)).ShouldBeNull();
    }

    [Fact]
    public async Task FailedStart_IsAConditionThatOutlivesThePod_UntilAStartSucceeds()
    {
        var uid = await AsleepAsync("broken");
        operation.One.Behave(uid, new() { Failure = "ImagePull" });
        operation.Two.Behave(uid, new() { Failure = "ImagePull" });

        await WakeAsync("broken");

        await ScaledAsync("broken", 0);
        var failed = await operation.StatusAsync("broken", t => t.Status?.Phase == TenantPhase.Failed);
        failed.Status!.Conditions!.Single(c => c.Type == "Ready").Reason.ShouldBe("ImagePull");

        operation.One.Behave(uid, new());
        await WakeAsync("broken");
        await operation.StatusAsync("broken", t => t.Status?.Conditions?.Single(c => c.Type == "Ready").Status == "True");
    }

    private bool Told(string uid, params string[] verbs) =>
        operation.One.Told(uid).Take(verbs.Length).SequenceEqual(verbs) && operation.Two.Told(uid).Take(verbs.Length).SequenceEqual(verbs);

    private async Task<string> AsleepAsync(string name)
    {
        var tenant = await operation.CreateReadyAsync(name);
        (await ReplicasAsync(name)).ShouldBe(0);
        return tenant.Metadata.Uid!;
    }

    private Task WakeAsync(string name) => ScaleAsync(name, 1);

    private Task ScaleAsync(string name, int replicas) => operation.Client.PatchScaleAsync<V1Deployment>(
        new V1Patch($"{{\"spec\":{{\"replicas\":{replicas}}}}}", PatchType.MergePatch), McpTenantNames.Instance, McpTenantNames.NamespaceOf(name), McpTenantNames.WakeManager, Ct);

    private async Task<int> ReplicasAsync(string name) =>
        (await operation.Client.GetAsync<V1Deployment>(McpTenantNames.Instance, McpTenantNames.NamespaceOf(name), Ct))?.Spec?.Replicas ?? -1;

    private Task ScaledAsync(string name, int replicas) => Until.TrueAsync(
        async () => await ReplicasAsync(name) == replicas, () => Task.FromResult($"{name} is not scaled to {replicas}:\n{operation.Operator.Tail()}"));
}

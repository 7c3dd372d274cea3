using k8s.Models;
using McpTenants.Api;
using Operator.Tests.Integration.Support;

namespace Operator.Tests.Integration;

/// <summary>What is in the way of one tenant is told to that one, and costs the others nothing.</summary>
[Trait("Tier", "Integration")]
[Collection(OperatorFixture.Collection)]
public sealed class ConflictTests(OperatorFixture operation) : IClassFixture<OperatorFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NamespaceOfSomebodyElse_IsRefusedUntouched_AlsoWhenTheTenantIsDeleted()
    {
        var theirs = await operation.Client.CreateAsync(new V1Namespace { Metadata = new() { Name = "mcpt-squatted" } }, ct: Ct);
        await operation.CreateAsync("squatted");

        var tenant = await operation.StatusAsync("squatted", t => t.Status?.Phase == TenantPhase.Failed);

        tenant.ConditionOf("NamespaceReady")!.Reason.ShouldBe("NamespaceConflict");
        tenant.ConditionOf("Ready")!.Message.ShouldContain("mcpt-squatted");
        await operation.DeleteAsync("squatted");
        var after = (await operation.Client.GetAsync<V1Namespace>("mcpt-squatted", ct: Ct)).ShouldNotBeNull();
        (after.Metadata.Uid, after.Metadata.ResourceVersion, after.Metadata.DeletionTimestamp).ShouldBe((theirs.Metadata.Uid, theirs.Metadata.ResourceVersion, null));
        foreach (var kind in ManagedKind.All)
        {
            (await kind.ListAsync(operation.Client, "mcpt-squatted", $"{McpTenantNames.ManagedByLabel}={McpTenantNames.ManagedBy}", Ct)).ShouldBeEmpty(kind.Name);
        }

        await operation.Client.DeleteAsync<V1Namespace>("mcpt-squatted", ct: Ct);
    }

    [Fact]
    public async Task NamespaceTerminating_IsWaitedForQuietly_AndMadeAnew()
    {
        var tenant = await operation.CreateReadyAsync("undermined");
        var old = (await operation.Client.GetAsync<V1Namespace>("mcpt-undermined", ct: Ct)).ShouldNotBeNull();
        var anchor = new V1ConfigMap { Metadata = new() { Name = "anchor", NamespaceProperty = "mcpt-undermined", Finalizers = ["example.com/hold"] } };
        await operation.Client.CreateAsync(anchor, ct: Ct);
        await operation.Client.DeleteAsync<V1Namespace>("mcpt-undermined", ct: Ct);
        try
        {
            await operation.StatusAsync("undermined", t => t.ConditionOf("Ready")?.Reason == "NamespaceTerminating");
            var (said, writes) = (operation.Operator.Lines.Count, await operation.Operator.WritesButEventsAsync());

            await Until.PassedAsync(TimeSpan.FromSeconds(6));

            // The objects still go one by one; each is one look, and none an attempt to write.
            (operation.Operator.Lines.Count - said).ShouldBeLessThanOrEqualTo(1, operation.Operator.Tail());
            (await operation.Operator.WritesButEventsAsync() - writes).ShouldBeLessThanOrEqualTo(1, operation.Operator.Tail());
        }
        finally
        {
            // Also when it failed: a namespace that cannot go would fail everything after it.
            var release = new V1Patch("""{"metadata":{"finalizers":null}}""", PatchType.MergePatch);
            await operation.Client.PatchAsync<V1ConfigMap>(release, "anchor", "mcpt-undermined", ct: Ct);
        }

        await Until.TrueAsync(
            async () => await operation.Client.GetAsync<V1Namespace>("mcpt-undermined", ct: Ct) is { } again && again.Metadata.Uid != old.Metadata.Uid,
            () => Task.FromResult("The namespace was not made anew:\n" + operation.Operator.Tail()));
        await operation.ReadyAsync("undermined");
        (await TenantObjects.OfAsync(operation.Client, tenant, Ct)).Count.ShouldBe(15);
    }

    [Fact]
    public async Task InvalidTenantThatGotPastTheWebhook_IsRefused_AndOthersAreServed()
    {
        await operation.CreateAsync("poison", spec => spec.Scaling = new ScalingSpec { IdleAfter = "1ms" });

        var poisoned = await operation.StatusAsync("poison", t => t.Status?.Phase == TenantPhase.Failed);
        poisoned.ConditionOf("Accepted")!.Message.ShouldContain("spec.scaling.idleAfter");
        (await operation.Client.GetAsync<V1Namespace>("mcpt-poison", ct: Ct)).ShouldBeNull();
        await operation.CreateReadyAsync("healthy");

        // The remedy is enough; nobody has to restart anything.
        var remedy = new V1Patch("""{"spec":{"scaling":{"idleAfter":"5m"}}}""", PatchType.MergePatch);
        await operation.Client.PatchAsync<McpTenant>(remedy, "poison", ct: Ct);
        await operation.ReadyAsync("poison");
    }

    [Fact]
    public async Task ObjectThatTheServerAlwaysRefuses_IsTriedEverLessOften_AndOthersAreAsFastAsBefore()
    {
        var others = await MeasureAsync("before");
        await operation.CreateReadyAsync("blocked");
        var noService = new V1ResourceQuota
        {
            Metadata = new() { Name = "foreign", NamespaceProperty = "mcpt-blocked" },
            Spec = new() { Hard = new Dictionary<string, ResourceQuantity> { ["services"] = "0" } },
        };
        await operation.Client.CreateAsync(noService, ct: Ct);
        await Until.TrueAsync(
            async () => (await operation.Client.GetAsync<V1ResourceQuota>("foreign", "mcpt-blocked", Ct))?.Status?.Hard is { Count: > 0 }, "The quota is not in force.");
        await operation.Client.DeleteAsync<V1Service>(McpTenantNames.Instance, "mcpt-blocked", ct: Ct);

        var blocked = await operation.StatusAsync("blocked", t => t.ConditionOf("Ready")?.Status == "False");
        blocked.ConditionOf("Ready")!.Message.ShouldContain("exceeded quota");
        var others2 = await MeasureAsync("after");

        // Machines differ and are shared: what matters is that nobody waits for the blocked one's delays.
        others2.ShouldBeLessThan(others + TimeSpan.FromSeconds(5));
        await Until.PassedAsync(TimeSpan.FromSeconds(3));
        var tries = await operation.Operator.WritesAsync();
        await Until.PassedAsync(TimeSpan.FromSeconds(5));
        (await operation.Operator.WritesAsync() - tries).ShouldBeLessThan(5);
        await operation.Client.DeleteAsync<V1ResourceQuota>("foreign", "mcpt-blocked", ct: Ct);
        await operation.ReadyAsync("blocked", TimeSpan.FromMinutes(2));
    }

    private async Task<TimeSpan> MeasureAsync(string name)
    {
        var start = TimeProvider.System.GetTimestamp();
        await operation.CreateReadyAsync(name);
        return TimeProvider.System.GetElapsedTime(start);
    }
}

using k8s.Models;
using McpTenants.Api;
using Operator.Tests.Integration.Support;

namespace Operator.Tests.Integration;

/// <summary>The operator is killed at points of its work that a seeded generator chooses. No handler of it runs; what it knew is lost.</summary>
[Trait("Tier", "Integration")]
[Collection(OperatorFixture.Collection)]
public sealed class KilledOperatorTests(OperatorFixture operation) : IClassFixture<OperatorFixture>
{
    private const int Count = 20;
    private const int Seed = 20261121;

    // A creation makes some thirty changes, several tenants are at work at a time, and nearly every stretch ends in the middle of something.
    private const int Stride = 150;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly string[] Names = [.. Enumerable.Range(1, Count).Select(i => $"killed-{i}")];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact(Timeout = 400_000)]
    public async Task KilledDuringTwentyCreationsAndDeletions_ConvergesToTheSameObjects_AndLeavesNothing()
    {
        var calm = await operation.CreateReadyAsync("calm");
        var wanted = await TenantObjects.ContentsAsync(operation.Client, calm, Ct);
#pragma warning disable RS0030 // Seeded: the points are the same in every run.
        var random = new Random(Seed);
#pragma warning restore RS0030

        await Task.WhenAll(Names.Select(name => operation.CreateAsync(name)));
        var killsWhileCreating = await KillUntilAsync(AllReadyAsync, random);

        foreach (var name in Names)
        {
            var tenant = await operation.ReadyAsync(name, Patience);
            (await TenantObjects.ContentsAsync(operation.Client, tenant, Ct)).ShouldBe(wanted, name);
        }

        await Task.WhenAll(Names.Select(name => operation.Client.DeleteAsync<McpTenant>(name, ct: Ct)));
        var killsWhileDeleting = await KillUntilAsync(AllGoneAsync, random);

        await Until.TrueAsync(AllGoneAsync, () => Task.FromResult("Tenants are left:\n" + operation.Operator.Tail()), Patience);
        (await LeftoversAsync()).ShouldBeEmpty();
        (await TenantObjects.ContentsAsync(operation.Client, calm, Ct)).ShouldBe(wanted, "a tenant that nobody touched");
        (killsWhileCreating, killsWhileDeleting).ShouldSatisfyAllConditions(
            k => k.killsWhileCreating.ShouldBeGreaterThanOrEqualTo(5), k => k.killsWhileDeleting.ShouldBeGreaterThanOrEqualTo(3));
    }

    private async Task<int> KillUntilAsync(Func<Task<bool>> done, Random random)
    {
        await using var changes = new ChangeCount(operation);
        for (var kills = 0; ; kills++)
        {
            var next = changes.Seen + random.Next(1, Stride);
            await Until.TrueAsync(async () => changes.Seen >= next || await done(), () => Task.FromResult("Nothing goes on:\n" + operation.Operator.Tail()), Patience);
            if (await done())
            {
                TestContext.Current.SendDiagnosticMessage("{0} kills, {1} changes", kills, changes.Seen);
                return kills;
            }

            // Started at once and not awaited: the next point may come while it still fills its caches.
            await operation.LaunchAsync();
        }
    }

    private async Task<bool> AllReadyAsync() =>
        (await operation.Client.ListAsync<McpTenant>(ct: Ct)).All(t => t.ConditionOf("Ready")?.Status == "True");

    private async Task<bool> AllGoneAsync() => (await operation.Client.ListAsync<McpTenant>(ct: Ct)).All(t => t.Metadata.Name == "calm");

    private async Task<IReadOnlyList<string>> LeftoversAsync()
    {
        var left = new List<string>();
        foreach (var kind in ManagedKind.All)
        {
            var found = await kind.ListAsync(operation.Client, null, $"{McpTenantNames.ManagedByLabel}={McpTenantNames.ManagedBy}", Ct);
            left.AddRange(found.Where(o => Names.Contains(o.Metadata.Labels![McpTenantNames.TenantLabel])).Select(TenantObjects.Title));
        }

        left.AddRange((await operation.Client.ListAsync<V1Namespace>(ct: Ct)).Select(n => n.Metadata.Name!).Where(n => n.StartsWith("mcpt-killed", StringComparison.Ordinal)));
        left.AddRange((await operation.Client.ListAsync<V1PersistentVolume>(ct: Ct)).Select(v => v.Spec!.ClaimRef!.NamespaceProperty!)
            .Where(n => n.StartsWith("mcpt-killed", StringComparison.Ordinal)));
        return left;
    }
}

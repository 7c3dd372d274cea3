using System.Security.Cryptography;
using k8s.Models;
using McpTenants.Api;
using McpTenants.Operator.Deprovision.Export;
using Operator.Tests.Integration.Support;

namespace Operator.Tests.Integration;

/// <summary>Deletion, purge and restore, killed after every single write, and over a connection that loses and refuses writes. After each write the promises hold.</summary>
[Trait("Tier", "Integration")]
[Collection(OperatorFixture.Collection)]
public sealed class InterruptedDepartureTests(OperatorFixture operation) : IClassFixture<OperatorFixture>, IDisposable
{
    private const string Claim = "vault";

    // Not a seed: the process dies after each write.
    private const int Killed = 0;

    private readonly List<string> writes = [];
    private readonly string archives = Directory.CreateTempSubdirectory("mcpt-archives-").FullName;

    private Func<string, Func<Task>, Task> fate = (_, write) => write();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<int> Seeds => [Killed, 20261121, 4711];

    public void Dispose() => Directory.Delete(archives, recursive: true);

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task DeletedAndErased_WhateverHappensToTheWrites_NeverLosesDataBeforeTheArchiveIsSafe(int seed)
    {
        var (tenant, name) = await LeavingAsync("purged", seed, "1s");

        // Everything but the archive: it must stop before anything is lost, however often it is tried.
        await UntilAsync(name, tenant, t => t?.Status?.Conditions?.Any(c => c is { Type: "Erased", Reason: "Exporting" or "ExportFailed" }) == true);
        for (var i = 0; i < 10; i++)
        {
            await PassAsync(name, tenant);
        }

        (await operation.Client.GetAsync<V1Namespace>($"mcpt-{name}", ct: Ct)).ShouldNotBeNull().Metadata.DeletionTimestamp.ShouldBeNull();
        await ArchiveAsync(tenant.Metadata.Uid!);

        // The record may be closed before the tenant's object was let go: whichever comes last, both do.
        await UntilAsync(name, tenant, async t => t is { IsClosed: true, Spec.Specification: null } && await operation.Client.GetAsync<McpTenant>(name, ct: Ct) is null);

        var tombstone = (await operation.Client.GetAsync<McpTenantTombstone>(tenant.Metadata.Uid!, ct: Ct)).ShouldNotBeNull();
        tombstone.Status!.Phase.ShouldBe(TombstonePhase.Purged);
        tombstone.Spec.Archive!.Location.ShouldBe($"{Claim}/{tenant.Metadata.Uid}/archive.tar.gz");
        File.Exists(Path.Combine(archives, Claim, tenant.Metadata.Uid!, "erasure-certificate.json")).ShouldBeTrue();
        (await operation.Client.GetAsync<V1Namespace>($"mcpt-{name}", ct: Ct)).ShouldBeNull();
        writes.Count(w => w.StartsWith("create McpTenantTombstone", StringComparison.Ordinal)).ShouldBe(1, string.Join('\n', writes));
        TestContext.Current.SendDiagnosticMessage("{0} writes:\n{1}", writes.Count, string.Join('\n', writes));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task DeletedAndRestored_WhateverHappensToTheWrites_HasTheSameVolumeAndUrl(int seed)
    {
        var (tenant, name) = await LeavingAsync("restored", seed, "1h");
        var home = await operation.Client.GetAsync<V1Namespace>($"mcpt-{name}", ct: Ct);
        var data = await operation.Client.GetAsync<V1PersistentVolumeClaim>(McpTenantNames.DataClaim, $"mcpt-{name}", Ct);
        var closed = await operation.Client.GetAsync<V1NetworkPolicy>(McpTenantNames.DenyAllPolicy, $"mcpt-{name}", Ct);
        await UntilAsync(name, tenant, async t => t?.Status?.Phase == TombstonePhase.Retained && await operation.Client.GetAsync<McpTenant>(name, ct: Ct) is null);

        var again = await operation.CreateAsync(name, spec => spec.RestoreFrom = tenant.Metadata.Uid);
        await UntilAsync(name, tenant, t => t is { IsClosed: true, Spec.Specification: null });
        await operation.RestartAsync();
        var ready = await operation.ReadyAsync(name);

        ready.Metadata.Uid.ShouldBe(again.Metadata.Uid);
        ready.Status!.Url.ShouldBe($"https://{name}.mcp.test/mcp");
        (await operation.Client.GetAsync<McpTenantTombstone>(tenant.Metadata.Uid!, ct: Ct))!.Status!.Phase.ShouldBe(TombstonePhase.Restored);
        (await operation.Client.GetAsync<V1Namespace>($"mcpt-{name}", ct: Ct))!.Metadata.Uid.ShouldBe(home!.Metadata.Uid);
        (await operation.Client.GetAsync<V1PersistentVolumeClaim>(McpTenantNames.DataClaim, $"mcpt-{name}", Ct))!.Metadata.Uid.ShouldBe(data!.Metadata.Uid);
        (await operation.Client.GetAsync<V1NetworkPolicy>(McpTenantNames.DenyAllPolicy, $"mcpt-{name}", Ct))!.Metadata.Uid.ShouldBe(closed!.Metadata.Uid, "deny-all was never missing");
        foreach (var o in await TenantObjects.OfAsync(operation.Client, ready, Ct))
        {
            o.Metadata.Labels![McpTenantNames.TenantUidLabel].ShouldBe(again.Metadata.Uid, TenantObjects.Title(o));
        }

        (await TenantObjects.OfAsync(operation.Client, tenant, Ct)).ShouldBeEmpty("nothing names the old tenant");
    }

    // A tenant that is ready and was deleted, with nobody there to see it.
    private async Task<(McpTenant Tenant, string Name)> LeavingAsync(string prefix, int seed, string retention)
    {
        var name = $"{prefix}-{seed}";
#pragma warning disable RS0030 // Seeded: the faults are the same in every run.
        fate = seed == Killed ? FaultyClient.KillsAfterEveryWrite(writes.Add) : FaultyClient.Shaky(new Random(seed), writes.Add);
#pragma warning restore RS0030
        Directory.CreateDirectory(Path.Combine(archives, Claim));
        await operation.RestartAsync();
        var target = new McpExportTarget { Metadata = new() { Name = Claim }, Spec = new() { PersistentVolumeClaim = new() { ClaimName = Claim } } };
        await operation.Client.ApplyAsync(target, "operator-tests", ct: Ct);
        var tenant = await operation.CreateReadyAsync(name, spec => spec.Deletion = new DeletionSpec { Retention = retention, ExportTarget = Claim });
        await Until.TrueAsync(
            async () => (await operation.Client.GetAsync<V1PersistentVolumeClaim>(McpTenantNames.DataClaim, $"mcpt-{name}", Ct))?.Spec?.VolumeName is { Length: > 0 }, "The volume is not bound.");
        await operation.Operator.KillAsync();
        await operation.Client.DeleteAsync<McpTenant>(name, ct: Ct);
        return (tenant, name);
    }

    private Task UntilAsync(string name, McpTenant tenant, Func<McpTenantTombstone?, bool> done) => UntilAsync(name, tenant, t => Task.FromResult(done(t)));

    private async Task UntilAsync(string name, McpTenant tenant, Func<McpTenantTombstone?, Task<bool>> done)
    {
        await Until.TrueAsync(
            async () =>
            {
                await PassAsync(name, tenant);
                return await done(await operation.Client.GetAsync<McpTenantTombstone>(tenant.Metadata.Uid!, ct: Ct));
            },
            () => Task.FromResult("It does not converge:\n" + string.Join('\n', writes)),
            TimeSpan.FromMinutes(3));
    }

    private async Task PassAsync(string name, McpTenant tenant)
    {
        await using var process = new Departure(operation, archives, fate);
        await process.PassAsync(name, tenant.Metadata.Uid!, Ct);
        await PromisesAsync(name, tenant);
    }

    private async Task PromisesAsync(string name, McpTenant tenant)
    {
        var uid = tenant.Metadata.Uid!;
        var home = await operation.Client.GetAsync<V1Namespace>($"mcpt-{name}", ct: Ct);
        if (home is { Metadata.DeletionTimestamp: null })
        {
            (await operation.Client.GetAsync<V1NetworkPolicy>(McpTenantNames.DenyAllPolicy, $"mcpt-{name}", Ct)).ShouldNotBeNull("deny-all is missing");
            (await operation.Client.GetAsync<V1PersistentVolumeClaim>(McpTenantNames.DataClaim, $"mcpt-{name}", Ct)).ShouldNotBeNull().Metadata.DeletionTimestamp.ShouldBeNull();
        }
        else
        {
            (await new ArchiveStore(archives).FindAsync(Claim, uid, Ct)).ShouldNotBeNull("erased without a verified archive");
        }

        if (await operation.Client.GetAsync<McpTenant>(name, ct: Ct) is not { } now || now.Metadata.Uid != uid)
        {
            (await operation.Client.GetAsync<McpTenantTombstone>(uid, ct: Ct)).ShouldNotBeNull("the tenant is gone without a record");
        }
    }

    private async Task ArchiveAsync(string uid)
    {
        var folder = Directory.CreateDirectory(Path.Combine(archives, Claim, uid)).FullName;
        byte[] content = [1, 2, 3];
        await File.WriteAllBytesAsync(Path.Combine(folder, "archive.tar.gz"), content, Ct);
        await File.WriteAllTextAsync(Path.Combine(folder, "archive.tar.gz.sha256"), $"{Convert.ToHexStringLower(SHA256.HashData(content))}  archive.tar.gz\n", Ct);
    }
}

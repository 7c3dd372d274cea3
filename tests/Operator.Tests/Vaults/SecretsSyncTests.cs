using KeyVaultEmulator.Faults;
using KeyVaultEmulator.Vault;
using McpTenants.Api;

namespace Operator.Tests.Vaults;

/// <summary>What a tenant has mounted when its vault behaves as vaults do (isolation.md, c2), with Azure's real client over TLS.</summary>
public sealed class SecretsSyncTests : IAsyncLifetime
{
    private VaultWorld world = null!;

    public async ValueTask InitializeAsync() => world = await StartAsync();

    public ValueTask DisposeAsync() => world.DisposeAsync();

    public static TheoryData<string, int, string> Outages => new()
    {
        { "Status", 500, "VaultUnavailable" },
        { "Status", 503, "VaultUnavailable" },
        { "Status", 429, "VaultThrottled" },
        { "Status", 404, "VaultUnavailable" },
        { "Status", 302, "VaultUnavailable" },
        { "Reset", 0, "VaultUnavailable" },
        { "Truncate", 0, "VaultUnavailable" },
    };

    [Fact]
    public async Task AllSecrets_AreMounted_UnderTheirFileNames()
    {
        var result = await world.LookAsync();

        result.Report!.Problem.ShouldBeNull();
        world.Files().ShouldBe(new Dictionary<string, string> { ["crm-user"] = "ann", ["password"] = "one" }, ignoreOrder: true);
        result.Report.Secrets!.Versions!.Select(v => (v.Name, v.Secret)).ShouldBe([("crm-user", "crm-user"), ("password", "crm-password")]);
        result.Report.Secrets.LastSyncTime.ShouldNotBeNull();
    }

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task Outage_AtTheFirstRead_MountsNothing(string kind, int status, string reason)
    {
        // Of two secrets the second fails: half a set is none.
        world.Emulator.Faults.Add(Fault(kind, status) with { Path = "/secrets/crm-user" });

        var result = await world.LookAsync();

        result.Report!.Problem!.Reason.ShouldBe(reason);
        world.Mounted().ShouldBeNull();
        result.LookAgainIn.ShouldBeInRange(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1));
    }

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task Outage_AtARotation_KeepsTheLastGoodSet_UntilTheVaultIsBack(string kind, int status, string reason)
    {
        await world.LookAsync();
        var before = world.Files();
        world.Vault.Secrets.Set("crm-user", "bob");
        world.Vault.Secrets.Set("crm-password", "two");
        world.Emulator.Faults.Add(Fault(kind, status) with { Path = "/secrets/crm-user" });

        var result = await world.NextAsync();
        result.Report!.Problem!.Reason.ShouldBe(reason);
        world.Files().ShouldBe(before);

        world.Emulator.Faults.Clear();
        await world.NextAsync();
        world.Files()["crm-user"].ShouldBe("bob");
        world.Files()["password"].ShouldBe("two");
    }

    [Fact]
    public async Task VaultThatDoesNotAnswer_IsGivenUp_AndKeepsTheLastGoodSet()
    {
        // The limit is of the client and in real time: long enough for a loaded machine, as it also counts for answers that come.
        await using var slow = await StartAsync(TimeSpan.FromSeconds(15));
        await slow.LookAsync();
        var before = slow.Files();
        slow.Emulator.Faults.Add(Fault(FaultKind.Delay, 0) with { Path = "/secrets/crm-user" });

        (await slow.NextAsync()).Report!.Problem!.Reason.ShouldBe("VaultUnavailable");
        slow.Files().ShouldBe(before);
    }

    [Fact]
    public async Task Rotation_MountsBothVersions_UntilTheGraceIsOver_EvenWithoutTheVault()
    {
        var tenant = VaultWorld.Tenant(v => v.RotationGrace = "30m");
        await world.LookAsync(tenant);
        world.Vault.Secrets.Set("crm-password", "two");
        var result = await world.NextAsync(tenant);

        world.Files().ShouldBe(new Dictionary<string, string> { ["crm-user"] = "ann", ["password"] = "two", ["password.previous"] = "one" }, ignoreOrder: true);
        result.Report!.Secrets!.Versions!.Single(v => v.Name == "password").Previous.ShouldNotBeNull();

        world.Emulator.Faults.Add(Fault(FaultKind.Status, 503));
        var end = world.Time.GetUtcNow() + TimeSpan.FromMinutes(30);
        while (world.Time.GetUtcNow() < end)
            await world.NextAsync(tenant);

        world.Files().ShouldBe(new Dictionary<string, string> { ["crm-user"] = "ann", ["password"] = "two" }, ignoreOrder: true);
    }

    [Fact]
    public async Task NothingNew_WritesNothing()
    {
        await world.LookAsync();
        (await world.NextAsync()).Written.ShouldBeNull();
    }

    [Fact]
    public async Task PinnedVersion_StaysWhenTheVaultRotates_AndFollowsThePin()
    {
        var first = world.Vault.Secrets.Get("crm-password", null).Id;
        var second = world.Vault.Secrets.Set("crm-password", "two").Id;
        static McpTenant Pinned(string version) => VaultWorld.Tenant(v => v.Items = [new KeyVaultItem { Secret = "crm-password", Version = version }]);

        await world.LookAsync(Pinned(first));
        world.Files()["crm-password"].ShouldBe("one");
        await world.NextAsync(Pinned(first));
        world.Files()["crm-password"].ShouldBe("one");

        // A changed specification does not wait for its turn.
        await world.LookAsync(Pinned(second));
        world.Files().ShouldBe(new Dictionary<string, string> { ["crm-password"] = "two", ["crm-password.previous"] = "one" }, ignoreOrder: true);
    }

    [Fact]
    public async Task DisabledAndExpiredAndForbiddenAndUnauthorized_AreFourReasons_AndKeepTheLastGoodSet()
    {
        await world.LookAsync();
        var before = world.Files();

        world.Vault.Secrets.Update("crm-password", null, v => v with { Enabled = false });
        (await world.NextAsync()).Report!.Problem!.Reason.ShouldBe("SecretDisabled");
        world.Vault.Secrets.Update("crm-password", null, v => v with { Enabled = true, Expires = world.Time.GetUtcNow().AddSeconds(-1) });
        (await world.NextAsync()).Report!.Problem!.Reason.ShouldBe("SecretExpired");
        world.Vault.Secrets.Update("crm-password", null, v => v with { Expires = null, NotBefore = world.Time.GetUtcNow().AddDays(1) });
        (await world.NextAsync()).Report!.Problem!.Reason.ShouldBe("SecretNotYetValid");
        world.Vault.Secrets.Update("crm-password", null, v => v with { NotBefore = world.Time.GetUtcNow().AddDays(-1) });
        world.Vault.Assign(VaultWorld.ObjectId, Permissions.None);
        (await world.NextAsync()).Report!.Problem!.ShouldSatisfyAllConditions(p => p.Reason.ShouldBe("VaultForbidden"), p => p.Message.ShouldContain("ForbiddenByRbac"));
        world.Vault.Assign(VaultWorld.ObjectId, Permissions.SecretsUser);
        world.Emulator.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 401, Host = "acme" });
        (await world.NextAsync()).Report!.Problem!.Reason.ShouldBe("VaultUnauthorized");

        world.Files().ShouldBe(before);
        world.Emulator.Faults.Clear();
        (await world.NextAsync()).Report!.Problem.ShouldBeNull();
    }

    [Fact]
    public async Task Forbidden_IsNoRetryStorm()
    {
        world.Vault.Assign(VaultWorld.ObjectId, Permissions.None);
        await world.LookAsync();
        var end = world.Time.GetUtcNow() + TimeSpan.FromHours(1);
        while (world.Time.GetUtcNow() < end)
            await world.NextAsync();

        world.Emulator.Requests.Count(r => r.Status == 403).ShouldBeLessThan(20);
    }

    [Fact]
    public async Task RetryAfter_IsHonoured_ByEverybodyWhoReadsThisVault()
    {
        world.Emulator.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 429, RetryAfter = 120, Host = "acme", Times = 1, After = 1 });
        var result = await world.LookAsync();
        result.Report!.Problem!.Reason.ShouldBe("VaultThrottled");
        result.LookAgainIn.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(120));
        var sent = world.VaultRequests;

        (await world.LookAsync(VaultWorld.Tenant(name: "bert"))).LookAgainIn.ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(120));
        world.VaultRequests.ShouldBe(sent, "nobody asks before the vault wants to be asked");

        world.Time.Advance(TimeSpan.FromMinutes(3));
        await world.LookAsync();
        world.Files()["password"].ShouldBe("one");
    }

    [Fact]
    public async Task TokenThatTheVaultNoLongerTakes_IsReplacedAtTheNextRead()
    {
        await world.LookAsync();
        world.Emulator.Directory.Revoke();
        (await world.NextAsync()).Report!.Problem!.Reason.ShouldBe("VaultUnauthorized");
        (await world.NextAsync()).Report!.Problem.ShouldBeNull();
        world.Emulator.Directory.TokensIssued.ShouldBe(2);
    }

    [Fact]
    public async Task Breaker_OpensAfterThreeOutages_AndLetsOneGoFirst()
    {
        world.Emulator.Faults.Add(Fault(FaultKind.Status, 503) with { Host = "acme" });
        await world.LookAsync();
        await world.NextAsync();
        await world.NextAsync();
        var sent = world.VaultRequests;
        (await world.LookAsync(VaultWorld.Tenant(name: "bert"))).Report!.Problem!.Message.ShouldContain("left alone");
        world.VaultRequests.ShouldBe(sent);

        world.Emulator.Faults.Clear();
        await world.NextAsync();
        await world.NextAsync();
        world.Files()["password"].ShouldBe("one");
    }

    [Theory]
    [InlineData("https://vault.elsewhere.example")]
    [InlineData("https://localhost")]
    public async Task ChallengeOfAnotherResource_GetsNoToken(string resource)
    {
        // The second is a parent of the vault's host, which the client alone would let pass.
        world.Emulator.Faults.Add(new Fault { Kind = FaultKind.Challenge, Host = "acme", Resource = resource });

        var result = await world.LookAsync();

        result.Report!.Problem!.Reason.ShouldBe("VaultChallengeRefused");
        world.Emulator.Directory.TokensIssued.ShouldBe(0);
        world.Mounted().ShouldBeNull();
    }

    [Fact]
    public async Task Restart_ReadsNothingBeforeItsTime()
    {
        var status = (await world.LookAsync()).Report!.Secrets!;
        var sent = world.VaultRequests;
        world.Restart();
        world.Time.Advance(TimeSpan.FromMinutes(2));

        var result = await world.LookAsync(VaultWorld.Tenant(status: status));

        world.VaultRequests.ShouldBe(sent);
        result.Report.ShouldBeNull("nothing is known that the status does not say");
        result.LookAgainIn.ShouldBeInRange(TimeSpan.FromMinutes(6), TimeSpan.FromMinutes(10));
        await world.NextAsync(VaultWorld.Tenant(status: status));
        world.VaultRequests.ShouldBeGreaterThan(sent);
    }

    [Fact]
    public async Task OutageThatLasts_IsStaleFromTheLimitOn()
    {
        var tenant = VaultWorld.Tenant(v => v.MaxStaleness = "45m");
        await world.LookAsync(tenant);
        var synced = world.Time.GetUtcNow();
        world.Emulator.Faults.Add(Fault(FaultKind.Status, 503));
        while (world.Time.GetUtcNow() < synced.AddHours(2))
        {
            var result = await world.NextAsync(tenant);
            result.Report!.IsStale.ShouldBe(world.Time.GetUtcNow() - synced >= TimeSpan.FromMinutes(44) && result.Report.IsStale);
        }

        world.Results[^1].Report!.IsStale.ShouldBeTrue();
        world.Results.First(r => r.Report!.IsStale).ShouldNotBeNull();
        world.Files()["password"].ShouldBe("one");
    }

    [Fact]
    public async Task TooLarge_IsRefusedWithTheSum_AndNothingIsWritten()
    {
        for (var i = 0; i < 48; i++)
            world.Vault.Secrets.Set($"big-{i}", new string('x', 24_000));
        var result = await world.LookAsync(VaultWorld.Tenant(v => v.Items = [.. Enumerable.Range(0, 48).Select(i => new KeyVaultItem { Secret = $"big-{i}" })]));

        result.Report!.Problem!.ShouldSatisfyAllConditions(p => p.Reason.ShouldBe("SecretsTooLarge"), p => p.Message.ShouldContain("1152000"));
        world.Mounted().ShouldBeNull();
    }

    private static Fault Fault(string kind, int status) => Fault(Enum.Parse<FaultKind>(kind), status);

    private static Fault Fault(FaultKind kind, int status) => new() { Kind = kind, Status = status, Delay = TimeSpan.FromHours(1) };

    private static async Task<VaultWorld> StartAsync(TimeSpan? timeout = null)
    {
        var staged = await VaultWorld.StartAsync(timeout: timeout);
        staged.Vault.Secrets.Set("crm-user", "ann");
        staged.Vault.Secrets.Set("crm-password", "one");
        return staged;
    }
}

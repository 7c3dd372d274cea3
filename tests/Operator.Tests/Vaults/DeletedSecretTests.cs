using KeyVaultEmulator.Faults;
using KeyVaultEmulator.Vault;

namespace Operator.Tests.Vaults;

/// <summary>A deletion counts only when it is certain; everything else is an outage.</summary>
public sealed class DeletedSecretTests : IAsyncLifetime
{
    private const string Url = "https://acme.vault.localhost";

    private VaultWorld world = null!;

    public async ValueTask InitializeAsync()
    {
        world = await VaultWorld.StartAsync();
        world.Vault.Secrets.Set("crm-user", "ann");
        world.Vault.Secrets.Set("crm-password", "one");
        for (var i = 0; i < 100; i++)
            world.Vault.Secrets.Set($"other-{i:000}", "x");
        await world.LookAsync();
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task NotFoundForAMoment_IsNoDeletion()
    {
        world.Emulator.Faults.Add(new Fault { Kind = FaultKind.NotFound, Path = "/secrets/crm-password", Times = 1 });

        (await world.NextAsync()).Report!.Problem!.Reason.ShouldBe("SecretNotFound");
        (await world.NextAsync()).Report!.Problem.ShouldBeNull();
        world.Files()["password"].ShouldBe("one");
    }

    [Fact]
    public async Task NotFoundForALongTime_ButListed_IsNoDeletion()
    {
        world.Emulator.Faults.Add(new Fault { Kind = FaultKind.NotFound, Path = "/secrets/crm-password" });

        for (var i = 0; i < 10; i++)
            (await world.NextAsync()).Report!.Problem!.Reason.ShouldBe("SecretNotFound");
    }

    [Fact]
    public async Task Deleted_WhereTheIdentityMayLook_IsCertainAtOnce()
    {
        world.Vault.Assign(VaultWorld.ObjectId, Permissions.SecretsUser | Permissions.Delete);
        world.Vault.Secrets.Delete("crm-password", Url);
        world.Time.Advance(TimeSpan.FromSeconds(6));

        (await world.NextAsync()).Report!.Problem!.Reason.ShouldBe("SecretDeleted");
        world.Files()["password"].ShouldBe("one");
    }

    [Fact]
    public async Task Deleted_WhereTheIdentityMayOnlyRead_IsCertainAfterItWasAbsentForAWhile()
    {
        world.Vault.Secrets.Delete("crm-password", Url);

        (await world.NextAsync()).Report!.Problem!.Reason.ShouldBe("SecretNotFound");
        var first = world.Time.GetUtcNow();
        while (world.Results[^1].Report!.Problem!.Reason == "SecretNotFound")
            await world.NextAsync();

        world.Results[^1].Report!.Problem!.Reason.ShouldBe("SecretDeleted");
        (world.Time.GetUtcNow() - first).ShouldBeGreaterThanOrEqualTo(world.Options.ConfirmDeletionAfter);
        world.Files()["password"].ShouldBe("one");
    }

    [Fact]
    public async Task ListThatBreaksInTheMiddle_ProvesNothing()
    {
        world.Vault.Secrets.Delete("crm-password", Url);
        world.Emulator.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 500, Path = "skiptoken=50" });

        for (var i = 0; i < 10; i++)
            (await world.NextAsync()).Report!.Problem!.Reason.ShouldBe("SecretNotFound");
        world.Files().Count.ShouldBe(2);

        world.Emulator.Faults.Clear();
        for (var i = 0; i < 4; i++)
            await world.NextAsync();
        world.Results[^1].Report!.Problem!.Reason.ShouldBe("SecretDeleted");
    }

    [Fact]
    public async Task Recovered_IsAsBefore()
    {
        world.Vault.Secrets.Delete("crm-password", Url);
        for (var i = 0; i < 10; i++)
            await world.NextAsync();
        world.Results[^1].Report!.Problem!.Reason.ShouldBe("SecretDeleted");

        world.Vault.Secrets.Recover("crm-password", Url);
        world.Time.Advance(TimeSpan.FromSeconds(6));
        (await world.NextAsync()).Report!.Problem.ShouldBeNull();
        world.Files()["password"].ShouldBe("one");
    }

    [Fact]
    public async Task PinnedVersionThatDoesNotExist_IsNoDeletion()
    {
        var tenant = VaultWorld.Tenant(v => v.Items = [new() { Secret = "crm-password", Version = new string('0', 32) }]);

        await world.LookAsync(tenant);
        for (var i = 0; i < 5; i++)
            (await world.NextAsync(tenant)).Report!.Problem!.Reason.ShouldBe("SecretNotFound");
    }
}

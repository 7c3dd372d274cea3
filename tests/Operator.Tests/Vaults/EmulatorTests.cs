using Azure;
using Azure.Security.KeyVault.Secrets;
using KeyVaultEmulator.Faults;
using KeyVaultEmulator.Vault;

namespace Operator.Tests.Vaults;

/// <summary>Azure's own client takes the emulator for the service, in what works and in what does not.</summary>
public sealed class EmulatorTests : IAsyncLifetime
{
    private VaultWorld world = null!;
    private SecretClient client = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        world = await VaultWorld.StartAsync();
        world.Vault.Assign(VaultWorld.ObjectId, Permissions.SecretsOfficer);
        client = await world.ClientAsync();
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    [Fact]
    public async Task Versions_AreKept_AndTheNewestIsTheCurrentOne()
    {
        var first = (await client.SetSecretAsync("key", "one", Ct)).Value;
        await client.SetSecretAsync(new KeyVaultSecret("key", "two") { Properties = { ExpiresOn = world.Time.GetUtcNow().AddDays(1), ContentType = "text/plain", Tags = { ["owner"] = "crm" } } }, Ct);

        var current = (await client.GetSecretAsync("key", cancellationToken: Ct)).Value;
        current.Value.ShouldBe("two");
        current.Properties.Tags.ShouldContainKeyAndValue("owner", "crm");
        current.Properties.ExpiresOn.ShouldNotBeNull();
        current.Properties.RecoveryLevel.ShouldBe("Recoverable+Purgeable");
        (await client.GetSecretAsync("key", first.Properties.Version, Ct)).Value.Value.ShouldBe("one");
        (await client.GetPropertiesOfSecretVersionsAsync("key", Ct).CountAsync(Ct)).ShouldBe(2);
    }

    [Fact]
    public async Task FirstRequest_IsChallenged_AndTheNextAreNot()
    {
        await client.SetSecretAsync("key", "one", Ct);
        await client.GetSecretAsync("key", cancellationToken: Ct);

        world.Emulator.Requests.Count(r => r.Status == 401).ShouldBe(1);
        world.Emulator.Directory.TokensIssued.ShouldBe(1);
        world.Emulator.Requests.ShouldAllBe(r => r.Host != world.Emulator.LoginUrl.Host || r.Path == $"/{VaultWorld.TenantId}/oauth2/v2.0/token", "nothing but the token endpoint of the binding's directory is asked");
    }

    [Fact]
    public async Task Lists_ComeInPagesOfAtMost25()
    {
        for (var i = 0; i < 60; i++)
            world.Vault.Secrets.Set($"key-{i:00}", "x");

        (await client.GetPropertiesOfSecretsAsync(Ct).CountAsync(Ct)).ShouldBe(60);

        world.Emulator.Requests.Count(r => r.Path == "/secrets" && r.Status == 200).ShouldBe(3);
    }

    [Fact]
    public async Task Delete_IsSoftAndSeenLate_RecoverBringsBack_PurgeErases()
    {
        await client.SetSecretAsync("key", "one", Ct);
        var deletion = await client.StartDeleteSecretAsync("key", Ct);
        (await Status(() => client.GetSecretAsync("key", cancellationToken: Ct))).ShouldBe((404, "SecretNotFound"));
        (await Status(() => client.GetDeletedSecretAsync("key", Ct))).ShouldBe((404, "SecretNotFound"));
        (await Status(() => client.SetSecretAsync("key", "two", Ct))).ShouldBe((409, "Conflict"));

        world.Time.Advance(TimeSpan.FromSeconds(6));
        await deletion.UpdateStatusAsync(Ct);
        deletion.HasCompleted.ShouldBeTrue();
        var deleted = (await client.GetDeletedSecretAsync("key", Ct)).Value;
        deleted.ScheduledPurgeDate!.Value.ShouldBe(deleted.DeletedOn!.Value.AddDays(90));
        (await Status(() => client.SetSecretAsync("key", "two", Ct))).ShouldBe((409, "Conflict"));

        await client.StartRecoverDeletedSecretAsync("key", Ct);
        (await Status(() => client.GetSecretAsync("key", cancellationToken: Ct))).ShouldBe((404, "SecretNotFound"));
        world.Time.Advance(TimeSpan.FromSeconds(6));
        (await client.GetSecretAsync("key", cancellationToken: Ct)).Value.Value.ShouldBe("one");

        await client.StartDeleteSecretAsync("key", Ct);
        world.Time.Advance(TimeSpan.FromSeconds(6));
        (await client.PurgeDeletedSecretAsync("key", Ct)).Status.ShouldBe(204);
        (await client.SetSecretAsync("key", "new", Ct)).Value.Value.ShouldBe("new");
    }

    [Fact]
    public async Task Purge_UnderProtection_IsRefused()
    {
        var other = world.Emulator.AddVault("guarded", VaultWorld.TenantId, new VaultRules { PurgeProtection = true, Consistency = TimeSpan.Zero });
        other.Assign(VaultWorld.ObjectId, Permissions.SecretsOfficer);
        world.Restart();
        var guarded = await world.ClientAsync(change: b => b.VaultUrl = world.Emulator.UrlOf("guarded").ToString());
        await guarded.SetSecretAsync("key", "one", Ct);
        await guarded.StartDeleteSecretAsync("key", Ct);

        (await Status(() => guarded.PurgeDeletedSecretAsync("key", Ct))).ShouldBe((403, "Forbidden"));
    }

    [Fact]
    public async Task Rights_AreOfIdentitiesAndSecrets()
    {
        await client.SetSecretAsync("mine", "x", Ct);
        await client.SetSecretAsync("other", "x", Ct);
        world.Vault.Assign(VaultWorld.ObjectId, Permissions.None);
        world.Vault.Grants.Add(new Grant(VaultWorld.ObjectId, Permissions.Get, "mine"));

        (await client.GetSecretAsync("mine", cancellationToken: Ct)).Value.Value.ShouldBe("x");
        (await Status(() => client.GetSecretAsync("other", cancellationToken: Ct))).ShouldBe((403, "Forbidden"));
        (await Status(() => client.SetSecretAsync("mine", "y", Ct))).ShouldBe((403, "Forbidden"));
    }

    [Fact]
    public async Task DisabledSecret_IsForbidden_AndReadableOnceEnabled()
    {
        var properties = (await client.SetSecretAsync("key", "one", Ct)).Value.Properties;
        properties.Enabled = false;
        await client.UpdateSecretPropertiesAsync(properties, Ct);
        (await Status(() => client.GetSecretAsync("key", cancellationToken: Ct))).ShouldBe((403, "Forbidden"));

        properties.Enabled = true;
        await client.UpdateSecretPropertiesAsync(properties, Ct);
        (await client.GetSecretAsync("key", cancellationToken: Ct)).Value.Value.ShouldBe("one");
    }

    [Fact]
    public async Task TokenOfAnotherDirectory_IsNotTaken()
    {
        world.Emulator.AddVault("foreign", Guid.NewGuid()).Assign(VaultWorld.ObjectId, Permissions.SecretsOfficer);
        world.Restart();
        var foreign = await world.ClientAsync(change: b => b.VaultUrl = world.Emulator.UrlOf("foreign").ToString());

        await Should.ThrowAsync<Exception>(() => foreign.GetSecretAsync("key", cancellationToken: Ct));
        world.Emulator.Directory.TokensIssued.ShouldBe(0);
    }

    [Fact]
    public async Task Throttling_TellsWhenToComeBack()
    {
        world.Emulator.Faults.Add(new Fault { Kind = FaultKind.Status, Status = 429, RetryAfter = 10, Times = 1 });

        var error = await Should.ThrowAsync<RequestFailedException>(() => client.GetSecretAsync("key", cancellationToken: Ct));

        error.Status.ShouldBe(429);
        error.GetRawResponse()!.Headers.TryGetValue("Retry-After", out var seconds).ShouldBeTrue();
        seconds.ShouldBe("10");
        world.VaultRequests.ShouldBe(1, "the client must not try again by itself");
    }

    private static async Task<(int Status, string? Code)> Status<T>(Func<Task<T>> call)
    {
        var error = await Should.ThrowAsync<RequestFailedException>(call);
        return (error.Status, error.ErrorCode);
    }
}

namespace Operator.Tests.Integration.Support;

/// <summary>An operator that trusts one of two issuers.</summary>
public sealed class IssuersFixture : OperatorFixture
{
    private readonly string authorities = Path.GetTempFileName();

    internal FakeIssuer Trusted { get; private set; } = null!;

    internal FakeIssuer Untrusted { get; private set; } = null!;

    protected override IEnumerable<string> Arguments => [.. base.Arguments, "--allow-private-issuers", "true", "--issuer-ca-file", authorities, "--issuer-interval", "1s"];

    protected override async Task PrepareAsync()
    {
        (Trusted, Untrusted) = (await FakeIssuer.StartAsync(), await FakeIssuer.StartAsync());
        await File.WriteAllTextAsync(authorities, Trusted.Authority);
    }

    protected override async Task CleanUpAsync()
    {
        await Trusted.DisposeAsync();
        await Untrusted.DisposeAsync();
        File.Delete(authorities);
    }
}

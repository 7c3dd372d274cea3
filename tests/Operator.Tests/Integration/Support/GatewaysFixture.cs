using McpTenants.Api;

namespace Operator.Tests.Integration.Support;

/// <summary>An operator with two gateways.</summary>
public sealed class GatewaysFixture : OperatorFixture
{
    private readonly string tokenFile = Path.GetTempFileName();

    internal FakeGateway One { get; private set; } = null!;

    internal FakeGateway Two { get; private set; } = null!;

    protected override IEnumerable<string> Arguments =>
    [
        .. base.Arguments, "--gateway-urls", $"{One.Address},{Two.Address}", "--gateway-token-file", tokenFile, "--min-dwell", "100ms", "--sleep-retry", "500ms",
    ];

    protected override async Task PrepareAsync()
    {
        await File.WriteAllTextAsync(tokenFile, FakeGateway.Token + "\n");
        (One, Two) = (await FakeGateway.StartAsync(), await FakeGateway.StartAsync());
        (One.Knows, Two.Knows) = (LivesAsync, LivesAsync);
    }

    protected override async Task CleanUpAsync()
    {
        await One.DisposeAsync();
        await Two.DisposeAsync();
        File.Delete(tokenFile);
    }

    // As the real one: a tenant that is being deleted is not routed any more.
    private async Task<bool> LivesAsync(string uid) => (await Client.ListAsync<McpTenant>()).Any(t => t.Metadata.Uid == uid && t.Metadata.DeletionTimestamp is null);
}

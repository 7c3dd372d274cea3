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
    }

    protected override async Task CleanUpAsync()
    {
        await One.DisposeAsync();
        await Two.DisposeAsync();
        File.Delete(tokenFile);
    }
}

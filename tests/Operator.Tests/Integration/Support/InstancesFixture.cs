namespace Operator.Tests.Integration.Support;

/// <summary>An operator that asks instances, and sends them to a telemetry collector.</summary>
public sealed class InstancesFixture : OperatorFixture
{
    internal FakeInstance Instance { get; private set; } = null!;

    protected override IEnumerable<string> Arguments =>
    [
        .. base.Arguments, "--instance-admin-port", $"{Instance.Port}", "--instance-interval", "200ms",
        "--otlp-endpoint", "http://collector.observability.svc:4318", "--otlp-pod-labels", "app=collector",
        // The pod that the tests play has no certificate.
        "--mutual-tls", "false",
    ];

    protected override async Task PrepareAsync() => Instance = await FakeInstance.StartAsync();

    protected override async Task CleanUpAsync() => await Instance.DisposeAsync();
}

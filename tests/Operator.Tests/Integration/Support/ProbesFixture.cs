using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using k8s.Models;

namespace Operator.Tests.Integration.Support;

/// <summary>
/// An operator with the chart's rights that probes. There is no kubelet: the tests play it, with loopback addresses of their own as those of the probe's pod and
/// the gateway's.
/// </summary>
public sealed class ProbesFixture : ChartOperatorFixture
{
    private readonly string tokenFile = Path.GetTempFileName();
    private Listener? gateway;
    private FakeGateway? admin;
    private readonly string block = $"127.{Random.Shared.Next(2, 250)}.{Random.Shared.Next(250)}";
    private int taken;

    protected override string ProbeInterval => "1h";

    // Asked at the end of a tenant whether it has forgotten it.
    protected override IEnumerable<string> Arguments => [.. base.Arguments, "--gateway-urls", $"{admin!.Address}", "--gateway-token-file", tokenFile];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>An address of nobody else.</summary>
    internal string NewAddress() => $"{block}.{Interlocked.Increment(ref taken)}";

    // One gateway, whose public port answers; its admin port does not, so that nothing is proved about it.
    protected override async Task PrepareAsync()
    {
        await base.PrepareAsync();
        await File.WriteAllTextAsync(tokenFile, FakeGateway.Token, Ct);
        admin = await FakeGateway.StartAsync();
        admin.Knows = _ => Task.FromResult(false);
        var address = NewAddress();
        gateway = new Listener(address, 8080);
        var pod = new V1Pod
        {
            Metadata = new() { Name = $"mcp-gateway-{Guid.NewGuid():N}"[..20], NamespaceProperty = SystemNamespace, Labels = new Dictionary<string, string> { ["app.kubernetes.io/component"] = "gateway" } },
            Spec = new()
            {
                Containers = [new() { Name = "gateway", Image = "gateway", Ports = [new() { Name = "http", ContainerPort = 8080 }, new() { Name = "admin", ContainerPort = 9090 }] }],
            },
        };
        await Client.CreateAsync(pod, ct: Ct);
        await StatusAsync(pod.Metadata.Name!, SystemNamespace, new JsonObject { ["phase"] = "Running", ["podIP"] = address, ["podIPs"] = new JsonArray(new JsonObject { ["ip"] = address }) });
    }

    /// <summary>Plays the kubelet for the probe's pod: it runs at the address, and when the operator has let go, it ends with the report.</summary>
    /// <returns>The pod as the operator made it.</returns>
    internal async Task<V1Pod> RunProbeAsync(string tenantNamespace, string address, string report)
    {
        var pod = await Until.FoundAsync(
            async () => (await Client.ListAsync<V1Pod>(tenantNamespace, "app.kubernetes.io/name=mcp-probe", ct: Ct)).FirstOrDefault(p => p is { Metadata.DeletionTimestamp: null, Status.Phase: "Pending" }),
            () => Task.FromResult("No probe was made:\n" + Operator.Tail()));
        using var open = new Listener(address, 8082);
        await StatusAsync(pod.Metadata.Name!, tenantNamespace, new JsonObject { ["phase"] = "Running", ["podIP"] = address, ["podIPs"] = new JsonArray(new JsonObject { ["ip"] = address }) });
        await open.Released.WaitAsync(Until.Patience, TimeProvider.System, Ct);
        await EndProbeAsync(pod, report);
        return pod;
    }

    /// <summary>The probe's container ends.</summary>
    internal Task EndProbeAsync(V1Pod pod, string report) => StatusAsync(pod.Metadata.Name!, pod.Metadata.NamespaceProperty!, new JsonObject
    {
        ["phase"] = "Succeeded",
        ["containerStatuses"] = new JsonArray(new JsonObject
        {
            ["name"] = "mcp-probe",
            ["image"] = "x",
            ["imageID"] = "x",
            ["ready"] = false,
            ["restartCount"] = 0,
            ["state"] = new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = 0, ["message"] = report } },
        }),
    });

    protected override async Task CleanUpAsync()
    {
        gateway?.Dispose();
        await admin!.DisposeAsync();
        File.Delete(tokenFile);
        await base.CleanUpAsync();
    }

    private Task StatusAsync(string pod, string ns, JsonObject status) => Client.PatchAsync<V1Pod>(
        new V1Patch(new JsonObject { ["status"] = status }.ToJsonString(), PatchType.MergePatch), pod, ns, subresource: "status", ct: Ct);

    private sealed class Listener : IDisposable
    {
        private readonly TcpListener listener;
        private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Listener(string address, int port)
        {
            listener = new TcpListener(IPAddress.Parse(address), port);
            listener.Start();
            _ = AcceptAsync();
        }

        public Task Released => released.Task;

        public void Dispose() => listener.Dispose();

        private async Task AcceptAsync()
        {
            try
            {
                while (true)
                {
                    using var peer = await listener.AcceptSocketAsync();
                    await peer.ReceiveAsync(new byte[1]);
                    released.TrySetResult();
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // The end of the test.
            }
        }
    }
}

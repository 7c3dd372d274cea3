using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using McpTenants.Instance.Probing;

namespace Instance.Tests.Probing;

public sealed class ProbeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_ListeningAndClosedPort_TellsThemApart()
    {
        using var somebody = new TcpListener(IPAddress.Loopback, 0);
        somebody.Start();
        var taken = ((IPEndPoint)somebody.LocalEndpoint).Port;
        using var nobody = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        nobody.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var closed = ((IPEndPoint)nobody.LocalEndPoint!).Port;

        var report = await RunAsync(new ProbeRequest
        {
            SettleSeconds = 0,
            Targets = [new("works", ProbeKind.Tcp, true, "127.0.0.1", taken), new("leak", ProbeKind.Tcp, false, "127.0.0.1", taken), new("shut", ProbeKind.Tcp, false, "127.0.0.1", closed)],
        });

        report.Results.Select(r => (r.Name, r.Open)).ShouldBe([("works", true), ("leak", true), ("shut", false)]);
    }

    [Fact]
    public async Task Run_TargetThatIsOpenForAMoment_IsReportedAsItBecame()
    {
        // A filter that knows the new pod a little late.
        var somebody = new TcpListener(IPAddress.Loopback, 0);
        somebody.Start();
        var port = ((IPEndPoint)somebody.LocalEndpoint).Port;
        var closing = CloseAfterAcceptAsync(somebody);

        var report = await RunAsync(new ProbeRequest { SettleSeconds = 30, Targets = [new("late", ProbeKind.Tcp, false, "127.0.0.1", port)] });

        await closing;
        report.Results.Single().Open.ShouldBeFalse();
        report.Results.Single().Milliseconds.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Dns_OnlyAnswersToTheQuestion_Count()
    {
        DnsQuestion.IsAnswer(DnsQuestion.Write(7, "kubernetes.default.svc.cluster.local"), 7).ShouldBeFalse("a question is no answer");
        var answer = DnsQuestion.Write(7, "kubernetes.default");
        answer[2] |= 0x80;
        DnsQuestion.IsAnswer(answer, 7).ShouldBeTrue();
        DnsQuestion.IsAnswer(answer, 8).ShouldBeFalse();
        DnsQuestion.IsAnswer([], 7).ShouldBeFalse();
    }

    [Theory]
    [InlineData("nameserver 10.96.0.10\nsearch mcpt-acme.svc.k8s.example svc.k8s.example k8s.example\noptions ndots:5\n", "10.96.0.10", "kubernetes.default.svc.k8s.example")]
    [InlineData("# nothing to search\nnameserver fd00::10\n", "fd00::10", "kubernetes.default.svc.cluster.local")]
    public void ResolvConf_IsReadAsKubeletWritesIt(string text, string resolver, string name)
    {
        var (resolvers, asked) = DnsQuestion.Read(text);

        resolvers.ShouldBe([IPAddress.Parse(resolver)]);
        asked.ShouldBe(name);
    }

    [Fact]
    public async Task Listener_HoldsTheProbeUntilTheFirstPortIsReleased()
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        using var listener = new ProbeListener([0, 0], ending.Token);
        var run = new ProbeRun(new ProbeRequest { HoldSeconds = 600 }, "/dev/null", TimeProvider.System).RunAsync(listener, ending.Token);
        using (var peer = new TcpClient())
        {
            await peer.ConnectAsync(IPAddress.Loopback, listener.Ports[0], Ct);
            using var other = new TcpClient();
            await other.ConnectAsync(IPAddress.Loopback, listener.Ports[1], Ct);
            other.Close();
            run.IsCompleted.ShouldBeFalse();
        }

        var report = await run.WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Ct);

        report.Accepted.ShouldContain(listener.Ports[0]);
    }

    [Fact]
    public void Contract_IsReadAndWritten()
    {
        var request = JsonSerializer.Deserialize(Contract("probe-request.json"), ProbeJson.Default.ProbeRequest)!;
        request.Targets[1].ShouldBe(new ProbeTarget("gateway", ProbeKind.Tcp, false, "10.89.0.7", 8080));
        request.Listen.ShouldBe([8082, 8083]);
        JsonSerializer.Serialize(request, ProbeJson.Default.ProbeRequest).ShouldBe(Contract("probe-request.json"));

        var report = new ProbeReport([new("dns", true, 3), new("gateway", false, 2004)], [8082]);
        JsonSerializer.Serialize(report, ProbeJson.Default.ProbeReport).ShouldBe(Contract("probe-report.json"));
    }

    private static async Task<ProbeReport> RunAsync(ProbeRequest request)
    {
        using var listener = new ProbeListener([], Ct);
        return await new ProbeRun(request, "/dev/null", TimeProvider.System).RunAsync(listener, Ct);
    }

    private static async Task CloseAfterAcceptAsync(TcpListener listener)
    {
        using (await listener.AcceptSocketAsync(Ct))
            listener.Stop();
    }

    private static string Contract(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Path.Combine(folder.FullName, "tests", "contracts", name) is var file && File.Exists(file))
                return File.ReadAllText(file).TrimEnd();
        }

        throw new FileNotFoundException(name);
    }
}

using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EndToEnd.Support;

namespace EndToEnd.Tenants;

/// <summary>The second layer alone: connections that no network policy stops, and who gets an answer over them.</summary>
public sealed class MutualTlsTests
{
    [Fact]
    public async Task PodPortsBehindThePolicies_AnswerTheGatewayAndNobodyElse()
    {
        await using var a = await TestTenant.CreateAsync("e2e-epsilon");
        await using var b = await TestTenant.CreateAsync("e2e-zeta");
        // Awake for as long as the test looks at it.
        await Kubectl.RunAsync(["patch", "mcptenant", a.Name, "--type=merge", "-p", """{"spec":{"scaling":{"minInstances":1}}}"""]);
        await Eventually.HoldsAsync("a pod is there", TimeSpan.FromSeconds(60), async () => await a.PodsAsync() == 1);
        await Kubectl.RunAsync(["-n", a.Namespace, "wait", "deployment/mcp-instance", "--for=condition=Available", "--timeout=60s"]);
        using var other = await CertificateAsync(b.Namespace, "mcp-instance-tls");
        using var own = await CertificateAsync(a.Namespace, "mcp-instance-tls");
        using var gateway = await CertificateAsync("mcp-system", "mcp-gateway-identity");

        await using (var mcp = await PortForward.ToAsync(a, 8080))
        {
            (await StatusAsync(mcp.Port, gateway, "/readyz")).ShouldBe("200", "what must work proves that the probe works");
            (await StatusAsync(mcp.Port, null, "/readyz")).ShouldBe("refused");
            (await StatusAsync(mcp.Port, other, "/readyz")).ShouldBe("refused");
            (await StatusAsync(mcp.Port, own, "/readyz")).ShouldBe("refused");
            (await PlainAsync(mcp.Port)).ShouldBeEmpty();
        }

        await using var admin = await PortForward.ToAsync(a, 8081);
        (await StatusAsync(admin.Port, null, "/livez")).ShouldBe("200", "kubelet's probes have no certificate");
        (await StatusAsync(admin.Port, null, "/status")).ShouldBe("403");
        (await StatusAsync(admin.Port, null, "/metrics")).ShouldBe("403");
        (await StatusAsync(admin.Port, gateway, "/status")).ShouldBe("refused");
        (await StatusAsync(admin.Port, other, "/status")).ShouldBe("refused");

        // The operator has been there: what it saw over mutual TLS stands in the status.
        await Eventually.HoldsAsync("the tool catalogue is known", TimeSpan.FromSeconds(90), async () =>
            (await Kubectl.RunAsync(["get", "mcptenant", a.Name, "-o", "jsonpath={.status.instance.toolCatalog}"])).StartsWith("sha256:", StringComparison.Ordinal));
    }

    private static async Task<string> StatusAsync(int port, X509Certificate2? client, string path)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        await using var tls = new SslStream(socket.GetStream());
        try
        {
            await tls.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = "instance",
                    // Whom we speak to is not what is asked here.
                    RemoteCertificateValidationCallback = static (_, _, _, _) => true,
                    ClientCertificateContext = client is null ? null : SslStreamCertificateContext.Create(client, null, offline: true),
                },
                TestContext.Current.CancellationToken);
            await tls.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: instance\r\nConnection: close\r\n\r\n"), TestContext.Current.CancellationToken);
            using var reader = new StreamReader(tls);
            return (await reader.ReadLineAsync(TestContext.Current.CancellationToken))?.Split(' ')[1] ?? "refused";
        }
        catch (Exception e) when (e is AuthenticationException or IOException)
        {
            return "refused";
        }
    }

    private static async Task<string> PlainAsync(int port)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, port, TestContext.Current.CancellationToken);
        await socket.GetStream().WriteAsync("GET /readyz HTTP/1.1\r\nHost: instance\r\nConnection: close\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        try
        {
            using var reader = new StreamReader(socket.GetStream());
            return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static async Task<X509Certificate2> CertificateAsync(string ns, string secret)
    {
        var data = (await Kubectl.GetAsync("-n", ns, "secret", secret))["data"]!;
        string Text(string key) => Encoding.ASCII.GetString(Convert.FromBase64String(data[key]!.GetValue<string>()));
        return X509Certificate2.CreateFromPem(Text("tls.crt"), Text("tls.key"));
    }
}

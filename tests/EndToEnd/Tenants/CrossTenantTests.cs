using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using EndToEnd.Support;

namespace EndToEnd.Tenants;

public sealed class CrossTenantTests
{
    [Fact]
    public async Task TokenOfOneTenant_AtTheOther_Gets401AndWakesNobody()
    {
        await using var a = await TestTenant.CreateAsync("e2e-alpha");
        await using var b = await TestTenant.CreateAsync("e2e-beta");

        (await PostAsync(b, await Edge.TokenAsync(a.Name))).ShouldBe(HttpStatusCode.Unauthorized);

        // The right audience is not enough: the organisation in the token is still the other one.
        (await PostAsync(b, await Edge.TokenAsync(a.Name, Edge.UrlOf(b.Name)))).ShouldBe(HttpStatusCode.Unauthorized);
        (await PostAsync(b, token: null)).ShouldBe(HttpStatusCode.Unauthorized);
        (await b.PodsAsync()).ShouldBe(0);

        // The same request with B's own token is answered, so the refusals above were about the token.
        (await PostAsync(b, await Edge.TokenAsync(b.Name))).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task PodOfOneTenant_ReachesNeitherTheOtherNorTheApiServerNorTheInternet()
    {
        await using var a = await TestTenant.CreateAsync("e2e-gamma");
        await using var b = await TestTenant.CreateAsync("e2e-delta");
        await using var client = await Edge.ConnectAsync(b.Name);
        await client.ListToolsAsync();
        var other = (await Kubectl.RunAsync(
            ["-n", b.Namespace, "get", "pods", "-l", "app.kubernetes.io/name=mcp-instance", "-o", "jsonpath={.items[0].status.podIP}"])).Trim();
        var service = (await Kubectl.RunAsync(["-n", b.Namespace, "get", "service/mcp-instance", "-o", "jsonpath={.spec.clusterIP}"])).Trim();
        var api = (await Kubectl.RunAsync(["-n", "default", "get", "endpoints/kubernetes", "-o", "jsonpath={.subsets[0].addresses[0].ip}:{.subsets[0].ports[0].port}"]))
            .Trim().Split(':');
        var apiService = (await Kubectl.RunAsync(["-n", "default", "get", "service/kubernetes", "-o", "jsonpath={.spec.clusterIP}"])).Trim();
        var dns = (await Kubectl.RunAsync(["-n", "kube-system", "get", "endpoints/kube-dns", "-o", "jsonpath={.subsets[0].addresses[0].ip}"])).Trim();
        var node = (await Kubectl.RunAsync(["get", "nodes", "-o", "jsonpath={.items[0].status.addresses[0].address}"])).Trim();

        // What must work proves that the probe itself works.
        (await ProbePod.CanConnectAsync(a, "to-dns", dns, 53)).ShouldBeTrue();

        (await ProbePod.CanConnectAsync(a, "to-pod", other, 8080)).ShouldBeFalse();
        if (service is not ("None" or ""))
            (await ProbePod.CanConnectAsync(a, "to-service", service, 8080)).ShouldBeFalse();
        (await ProbePod.CanConnectAsync(a, "to-api", api[0], int.Parse(api[1]))).ShouldBeFalse();
        (await ProbePod.CanConnectAsync(a, "to-api-service", apiService, 443)).ShouldBeFalse();
        (await ProbePod.CanConnectAsync(a, "to-kubelet", node, 10250)).ShouldBeFalse();
        (await ProbePod.CanConnectAsync(a, "to-edge", node, 443)).ShouldBeFalse();

        // An address of the machine outside the cluster plays the internet (docs/development-cluster.md); somebody else's cluster has none.
        if (OutsideListener() is { } outside)
        {
            using (outside)
            {
                (await ProbePod.CanConnectAsync(a, "to-internet", "203.0.113.1", ((IPEndPoint)outside.LocalEndpoint).Port)).ShouldBeFalse();
                outside.Pending().ShouldBeFalse("a packet got out");
            }
        }
    }

    private static TcpListener? OutsideListener()
    {
        var listener = new TcpListener(IPAddress.Parse("203.0.113.1"), 0);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            return null;
        }
    }

    private static async Task<HttpStatusCode> PostAsync(TestTenant tenant, string? token)
    {
        using var http = await Edge.ClientAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, Edge.UrlOf(tenant.Name));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.Accept.ParseAdd("text/event-stream");
        request.Content = new StringContent("""{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}""", Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }
}

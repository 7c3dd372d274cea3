using k8s;
using k8s.Autorest;
using k8s.Models;
using McpTenants.Testing;

namespace Kubernetes.Tests.Client.Wire;

public sealed class RequestTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_HalfAnAnswerThenSilence_TimesOut()
    {
        var time = new ManualTimeProvider();
        var sent = new TaskCompletionSource();
        await using var server = await FakeApiServer.StartAsync(async c =>
        {
            await c.SendPartAsync(Answers.Map[..20]);
            sent.SetResult();
            await c.HangAsync();
        });
        using var client = server.Connect(time: time);
        var get = client.GetAsync<V1ConfigMap>("a", "n", Ct);
        await sent.Task;
        time.Advance(TimeSpan.FromSeconds(101));
        (await Should.ThrowAsync<TimeoutException>(get)).Message.ShouldContain("api/v1/namespaces/n/configmaps/a");
    }

    [Fact]
    public async Task Get_CancelledByTheCaller_IsACancellationAndNoTimeout()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        await using var server = await FakeApiServer.StartAsync(async c =>
        {
            await stop.CancelAsync();
            await c.HangAsync();
        });
        using var client = server.Connect();
        await Should.ThrowAsync<OperationCanceledException>(client.GetAsync<V1ConfigMap>("a", "n", stop.Token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"na""")]
    [InlineData("<html>a proxy's page</html>")]
    public async Task Get_BrokenJson_SaysWhatWasAsked(string body)
    {
        await using var server = await FakeApiServer.StartAsync(c => c.SendAsync(body));
        using var client = server.Connect();
        (await Should.ThrowAsync<KubernetesClientException>(client.GetAsync<V1ConfigMap>("a", "n", Ct))).Message.ShouldContain("GET /api/v1/namespaces/n/configmaps/a");
    }

    [Fact]
    public async Task Error_PageOfAProxy_KeepsTheCode()
    {
        await using var server = await FakeApiServer.StartAsync(c => c.SendAsync("<html>bad gateway</html>", 502));
        using var client = server.Connect();
        var error = await Should.ThrowAsync<HttpOperationException>(client.GetAsync<V1ConfigMap>("a", "n", Ct));
        ((int)error.Response.StatusCode, error.Status(), error.Response.Content).ShouldBe((502, null, "<html>bad gateway</html>"));
    }

    [Fact]
    public async Task Names_ThatWouldAddressSomethingElse_AreRefused()
    {
        await using var server = await FakeApiServer.StartAsync(c => c.SendAsync(Answers.Map));
        using var client = server.Connect();
        await Should.ThrowAsync<ArgumentException>(() => client.DeleteAsync<V1ConfigMap>("", "n", ct: Ct));
        await Should.ThrowAsync<ArgumentException>(() => client.DeleteAsync<V1ConfigMap>("..", "n", ct: Ct));
        await Should.ThrowAsync<ArgumentException>(() => client.GetAsync<V1ConfigMap>("a", "", Ct));
        server.Requests.ShouldBeEmpty();

        await client.GetAsync<V1ConfigMap>("a/../../b?x", "n", Ct);
        server.Requests.ShouldHaveSingleItem().ShouldBe("GET /api/v1/namespaces/n/configmaps/a%2F..%2F..%2Fb%3Fx");
    }

    [Fact]
    public async Task UserAgent_NamesProgramAndVersion()
    {
        var agent = "";
        await using var server = await FakeApiServer.StartAsync(c =>
        {
            agent = c.Request.Headers.UserAgent.ToString();
            return c.SendAsync(Answers.Map);
        });
        using var client = server.Connect();
        await client.GetAsync<V1ConfigMap>("a", "n", Ct);
        agent.ShouldMatch(@"^Kubernetes\.Tests/\d+\.\d+\.\d+ \(.+\) Kubernetes\.Client/\d+\.\d+\.\d+$");
    }

    [Fact]
    public async Task Apply_SendsTheIntentWithoutNullsUnderTheRightMediaType()
    {
        var (type, query, body) = ("", "", "");
        await using var server = await FakeApiServer.StartAsync(async c =>
        {
            (type, query) = (c.Request.ContentType!, c.Request.QueryString.Value!);
            body = await new StreamReader(c.Request.Body).ReadToEndAsync(Ct);
            await c.SendAsync(Answers.Map, 201);
        });
        using var client = server.Connect();
        await client.ApplyAsync(new V1ConfigMap { Metadata = new() { Name = "a", NamespaceProperty = "n", ManagedFields = [new()] }, Data = new Dictionary<string, string> { ["k"] = "v" } }, "me", ct: Ct);
        (type, query).ShouldBe(("application/apply-patch+yaml", "?fieldManager=me&force=true"));
        body.ShouldBe("""{"apiVersion":"v1","data":{"k":"v"},"kind":"ConfigMap","metadata":{"name":"a","namespace":"n"}}""");
    }
}

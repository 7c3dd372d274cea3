using k8s.Autorest;
using k8s.Models;

namespace Kubernetes.Tests.Client.Wire;

public sealed class PagingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_ContinueTokenExpires_StartsOverWithoutDuplicates()
    {
        var refusals = 1;
        await using var server = await FakeApiServer.StartAsync(c =>
            !c.Request.Query.ContainsKey("continue") ? c.SendAsync(Answers.Page("a b", "t1"))
            : refusals-- > 0 ? c.SendAsync(Answers.Status(410, "Expired"), 410)
            : c.SendAsync(Answers.Page("c")));
        using var client = server.Connect();
        (await client.ListAsync<V1ConfigMap>("n", ct: Ct)).Select(m => m.Name()).ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task List_TokensKeepExpiring_EndsWithOneBigPage()
    {
        await using var server = await FakeApiServer.StartAsync(c =>
            c.Request.Query.ContainsKey("continue") ? c.SendAsync(Answers.Status(410, "Expired"), 410)
            : c.Request.Query.ContainsKey("limit") ? c.SendAsync(Answers.Page("a", "t"))
            : c.SendAsync(Answers.Page("a b c")));
        using var client = server.Connect();
        (await client.ListAsync<V1ConfigMap>("n", ct: Ct)).Count.ShouldBe(3);
        server.Requests.Count.ShouldBe(7);
    }

    [Fact]
    public async Task List_AlwaysGone_GivesUp()
    {
        await using var server = await FakeApiServer.StartAsync(c => c.SendAsync(Answers.Status(410, "Gone"), 410));
        using var client = server.Connect();
        await Should.ThrowAsync<HttpOperationException>(client.ListAsync<V1ConfigMap>("n", ct: Ct));
        server.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task List_NullItems_IsEmpty()
    {
        await using var server = await FakeApiServer.StartAsync(c => c.SendAsync("""{"kind":"ConfigMapList","metadata":{"resourceVersion":"1"},"items":null}"""));
        using var client = server.Connect();
        (await client.ListAsync<V1ConfigMap>("n", ct: Ct)).ShouldBeEmpty();
    }
}

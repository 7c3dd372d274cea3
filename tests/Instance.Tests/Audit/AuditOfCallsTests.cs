using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Instance.Tests.Support;
using McpTenants.Audit;
using McpTenants.Audit.Storage;

namespace Instance.Tests.Audit;

/// <summary>The trail behind the real server.</summary>
public sealed class AuditOfCallsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_OfAnyKind_LeavesOneRecord()
    {
        await using var instance = await TestInstance.StartAsync();
        await instance.PostAsync(Rpc.Call("document_create", new() { ["id"] = "a", ["title"] = "t", ["content"] = "canary-content" }).ToJsonString(),
            [.. Rpc.Headers("tools/call", "document_create"), ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]);
        await CallAsync(instance, "document_get", new() { ["id"] = "missing" });
        await CallAsync(instance, "document_get", new() { ["id"] = 7 });
        await CallAsync(instance, "canary_unknown_tool");
        await instance.PostAsync(Rpc.Body("resources/read", new() { ["uri"] = "kb://documents/a" }).ToJsonString(), Rpc.Headers("resources/read", "kb://documents/a"));
        await instance.PostAsync(Rpc.Body("resources/read", new() { ["uri"] = "kb://documents/none" }).ToJsonString(), Rpc.Headers("resources/read", "kb://documents/none"));
        await instance.PostAsync(Rpc.Body("tools/list").ToJsonString(), Rpc.Headers("tools/list"));
        await instance.StopServerAsync();

        var records = Records(instance);
        records.Select(r => (r.GetProperty("tool").GetString(), r.GetProperty("outcome").GetString())).ShouldBe(
        [
            ("document_create", "Ok"), ("document_get", "Failed"), ("document_get", "Invalid"), ("unknown", "Refused"), ("resources/read", "Ok"), ("resources/read", "Refused"),
        ]);
        records[0].GetProperty("correlation").GetString().ShouldBe("4bf92f3577b34da6a3ce929d0e0e4736");
        records.ShouldAllBe(r => r.GetProperty("tenant").GetString() == TestInstance.Uid);
        Text(instance).ShouldNotContain("canary");
        Folder(instance).Verify().Break.ShouldBeNull();
    }

    [Fact]
    public async Task Call_WhileTheTrailCannotBeWritten_DoesNotRun()
    {
        await using var instance = await TestInstance.StartAsync();
        // A file where the folder should be: nothing can be written, as on a full or read-only volume.
        var obstacle = Path.Combine(instance.Environment.DataFolder, "audit");
        await File.WriteAllTextAsync(obstacle, "", Ct);
        var refused = await CallAsync(instance, "document_create", new() { ["id"] = "a", ["title"] = "t", ["content"] = "c" });
        refused.GetProperty("result").GetProperty("isError").GetBoolean().ShouldBeTrue();
        refused.GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString().ShouldBe(AuditUnavailableException.Text);
        var read = await instance.PostAsync(Rpc.Body("resources/read", new() { ["uri"] = "kb://documents/a" }).ToJsonString(), Rpc.Headers("resources/read", "kb://documents/a"));
        read.Body!.Value.GetProperty("error").GetProperty("code").GetInt32().ShouldBe(-32603);
        (await instance.Http.GetStringAsync(instance.Admin("/metrics"), Ct)).ShouldContain("mcp_instance_audit_records_total 0");

        File.Delete(obstacle);
        (await CallAsync(instance, "document_list")).GetProperty("result").GetProperty("structuredContent").GetProperty("documents").GetArrayLength()
            .ShouldBe(0, "the refused call must not have run");
        (await instance.Http.GetStringAsync(instance.Admin("/metrics"), Ct)).ShouldContain("mcp_instance_audit_records_total 1");
    }

    [Fact]
    public async Task Call_WhileTheTrailCannotBeWrittenAndThePolicyIsOpen_RunsAndIsCounted()
    {
        var configuration = TestInstance.Configuration();
        configuration["audit"] = new JsonObject { ["failClosed"] = false };
        await using var instance = await TestInstance.StartAsync(configuration);
        var obstacle = Path.Combine(instance.Environment.DataFolder, "audit");
        await File.WriteAllTextAsync(obstacle, "", Ct);
        (await CallAsync(instance, "document_create", new() { ["title"] = "t", ["content"] = "c" })).GetProperty("result").TryGetProperty("structuredContent", out _).ShouldBeTrue();
        (await instance.Http.GetStringAsync(instance.Admin("/metrics"), Ct)).ShouldContain("mcp_instance_audit_failures_total 1");
        (await instance.Http.GetStringAsync(instance.Admin("/status"), Ct)).ShouldContain("\"audit\":{\"failures\":1}");
        File.Delete(obstacle);
        await CallAsync(instance, "document_list");
        await instance.StopServerAsync();
        Folder(instance).Verify().Notes.ShouldContain(n => n.Contains("records were lost (1)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AuditSearch_IsThereOnlyByNameAndWithTheScope()
    {
        var configuration = TestInstance.Configuration("OAuth");
        await using var instance = await TestInstance.StartAsync(configuration, TokenForge.Shared.KeySetJson());
        (await SearchAsync(instance, "kb:read audit:read")).Body!.Value.GetProperty("error").GetProperty("code").GetInt32().ShouldBe(-32602, "a wildcard does not open it");

        configuration["tools"]!["allow"]!.AsArray().Add("audit_search");
        await using var open = await TestInstance.StartAsync(configuration, TokenForge.Shared.KeySetJson());
        var (status, _, response) = await SearchAsync(open, "kb:read");
        status.ShouldBe(403);
        response.Headers.WwwAuthenticate.ToString().ShouldContain("audit:read");
        for (var i = 0; i < 5; i++)
            (await SearchAsync(open, "kb:read audit:read", new() { ["limit"] = 1 })).Status.ShouldBe(200);

        var page = Content(await SearchAsync(open, "kb:read audit:read", new() { ["limit"] = 2, ["event"] = "call", ["outcome"] = "Ok" }));
        page.GetProperty("records").GetArrayLength().ShouldBe(2);
        page.GetProperty("records")[0].TryGetProperty("hash", out _).ShouldBeFalse();
        var seen = page.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("seq").GetInt64()).ToList();
        while (page.TryGetProperty("nextCursor", out var next))
        {
            page = Content(await SearchAsync(open, "kb:read audit:read", new() { ["limit"] = 2, ["event"] = "call", ["outcome"] = "Ok", ["cursor"] = next.GetString() }));
            seen.AddRange(page.GetProperty("records").EnumerateArray().Select(r => r.GetProperty("seq").GetInt64()));
        }
        seen.Count.ShouldBe(5, "the searches with a cursor are newer than the first page");
        seen.ShouldBe(seen.OrderDescending());
        Content(await SearchAsync(open, "kb:read audit:read", new() { ["outcome"] = "Refused" })).GetProperty("records").GetArrayLength().ShouldBe(1, "the refusal for want of a scope");
        Content(await SearchAsync(open, "kb:read audit:read", new() { ["to"] = "2020-01-01T00:00:00Z" })).GetProperty("records").GetArrayLength().ShouldBe(0);
        Content(await SearchAsync(open, "kb:read audit:read", new() { ["from"] = "2999-01-01T00:00:00Z" })).GetProperty("records").GetArrayLength().ShouldBe(0);
        Content(await SearchAsync(open, "kb:read audit:read", new() { ["tool"] = "document_get" })).GetProperty("records").GetArrayLength().ShouldBe(0);
    }

    private static JsonElement Content((int Status, JsonElement? Body, HttpResponseMessage Response) answer) => answer.Body!.Value.GetProperty("result").GetProperty("structuredContent");

    private static Task<(int Status, JsonElement? Body, HttpResponseMessage Response)> SearchAsync(TestInstance instance, string scopes, JsonObject? arguments = null)
    {
        var claims = TokenForge.Claims(TimeProvider.System.GetUtcNow());
        claims["scope"] = scopes;
        return instance.PostAsync(Rpc.Call("audit_search", arguments).ToJsonString(),
            [.. Rpc.Headers("tools/call", "audit_search"), ("Authorization", "Bearer " + TokenForge.Shared.Token(claims))]);
    }

    private static async Task<JsonElement> CallAsync(TestInstance instance, string tool, JsonObject? arguments = null) =>
        (await instance.PostAsync(Rpc.Call(tool, arguments).ToJsonString(), Rpc.Headers("tools/call", tool))).Body!.Value;

    private static AuditFolder Folder(TestInstance instance) => new(AuditTrail.FolderIn(instance.Environment.DataFolder));

    private static string Text(TestInstance instance) => string.Concat(Folder(instance).List().Select(n => Encoding.UTF8.GetString(Folder(instance).Read(n))));

    private static List<JsonElement> Records(TestInstance instance) =>
        [.. Text(instance).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonElement.Parse(l)).Where(r => r.GetProperty("event").GetString() == "call")];
}

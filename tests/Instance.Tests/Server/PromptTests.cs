using Instance.Tests.Support;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace Instance.Tests.Server;

public sealed class PromptTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Prompts_ShowDocumentsApartFromTheInstruction()
    {
        await using var instance = await TestInstance.StartAsync();
        await using var client = await instance.ConnectAsync();
        await client.CallToolAsync("document_create", new Dictionary<string, object?> { ["id"] = "fox", ["title"] = "The fox", ["content"] = "A quick brown fox." }, cancellationToken: Ct);
        (await client.ListPromptsAsync(cancellationToken: Ct)).Select(p => p.Name).ShouldBe(["answer_from_documents", "summarize_document"]);

        var summary = await client.GetPromptAsync("summarize_document", new Dictionary<string, object?> { ["id"] = "fox", ["length"] = "one word" }, cancellationToken: Ct);
        summary.Messages[0].Content.ShouldBeOfType<TextContentBlock>().Text.ShouldContain("one word");
        summary.Messages[1].Content.ShouldBeOfType<EmbeddedResourceBlock>().Resource.ShouldBeOfType<TextResourceContents>().Text.ShouldBe("A quick brown fox.");
        var answer = await client.GetPromptAsync("answer_from_documents", new Dictionary<string, object?> { ["question"] = "quick \"fox" }, cancellationToken: Ct);
        answer.Messages[1].Content.ShouldBeOfType<TextContentBlock>().Text.ShouldContain("kb://documents/fox");

        foreach (var (name, argument, value) in ((string, string, string)[])[("summarize_document", "id", "missing"), ("summarize_document", "id", "../x"), ("summarize_document", "x", "y"), ("no_such", "id", "fox"), ("answer_from_documents", "question", " ")])
            await Should.ThrowAsync<McpProtocolException>(async () => await client.GetPromptAsync(name, new Dictionary<string, object?> { [argument] = value }, cancellationToken: Ct));
    }

    [Fact]
    public async Task Prompts_OfToolsThatTheTenantLacks_AreNotThere()
    {
        var configuration = TestInstance.Configuration();
        configuration["tools"]!["deny"]!.AsArray().Add("document_search");
        await using var instance = await TestInstance.StartAsync(configuration);
        await using var client = await instance.ConnectAsync();
        (await client.ListPromptsAsync(cancellationToken: Ct)).ShouldHaveSingleItem().Name.ShouldBe("summarize_document");
        await Should.ThrowAsync<McpProtocolException>(async () => await client.GetPromptAsync("answer_from_documents", new Dictionary<string, object?> { ["question"] = "x" }, cancellationToken: Ct));
    }
}

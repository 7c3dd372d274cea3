using System.ComponentModel;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace ConformanceHost.Fixtures;

internal static class FixturePrompts
{
    public static IEnumerable<McpServerPrompt> All =>
    [
        Prompt("test_simple_prompt", () => "This is a simple prompt for testing."),
        Prompt("test_prompt_with_arguments", ([Description("First")] string arg1, [Description("Second")] string arg2) =>
            $"Prompt with arguments: arg1='{arg1}', arg2='{arg2}'"),
        Prompt("test_prompt_with_embedded_resource", ([Description("URI of the resource")] string resourceUri) => Messages(new EmbeddedResourceBlock
        {
            Resource = new TextResourceContents { Uri = resourceUri, MimeType = "text/plain", Text = "Embedded resource content for testing." },
        })),
        Prompt("test_prompt_with_image", () => Messages(ImageContentBlock.FromBytes(Samples.Png, "image/png"))),
        Prompt("test_input_required_result_prompt", (RequestContext<GetPromptRequestParams> context) =>
            InputRequiredTools.Answered(context.Params!, "user_context")
                ? "Thank you."
                : throw InputRequiredTools.Ask(null, ("user_context", InputRequiredTools.Question("What context should the prompt use?", "context")))),
    ];

    private static McpServerPrompt Prompt(string name, Delegate method) =>
        McpServerPrompt.Create(method, new McpServerPromptCreateOptions { Name = name, Description = name });

    private static PromptMessage[] Messages(ContentBlock content) =>
    [
        new() { Role = Role.User, Content = content },
        new() { Role = Role.User, Content = new TextContentBlock { Text = "Please look at the above." } },
    ];
}

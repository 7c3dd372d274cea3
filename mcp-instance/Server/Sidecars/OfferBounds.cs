using McpTenants.Instance.Tools;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Sidecars;

/// <summary>How much of what third-party servers list is taken. What is beyond any measure is left out as if it had not been listed.</summary>
internal static class OfferBounds
{
    public const int Tools = 256;
    public const int Prompts = 256;
    public const int Resources = 1000;
    public const int Templates = 256;
    public const int Pages = 64;

    private const int MaximumSchema = 64 << 10;
    private const int MaximumName = 256;
    private const int MaximumArguments = 64;

    public static bool IsUsable(Tool tool) => tool.InputSchema.GetRawText().Length <= MaximumSchema;

    public static bool IsUsable(Prompt prompt) =>
        prompt?.Name is { Length: > 0 and <= MaximumName } && (prompt.Arguments is null || (prompt.Arguments.Count <= MaximumArguments && prompt.Arguments.All(a => a?.Name is { Length: > 0 and <= MaximumName })));

    public static bool IsUsable(Resource resource) => resource?.Uri is { } uri && ResourceUri.IsValid(uri) && resource.Name is not null;

    public static bool IsUsable(ResourceTemplate template) => template?.UriTemplate is { } text && UriTemplate.IsValid(text) && template.Name is not null;
}

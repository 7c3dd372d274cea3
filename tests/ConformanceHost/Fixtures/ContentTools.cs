using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace ConformanceHost.Fixtures;

/// <summary>One tool per kind of content.</summary>
internal static class ContentTools
{
    public static IEnumerable<McpServerTool> All =>
    [
        FixtureServer.Tool("test_simple_text", () => "This is a simple text response for testing."),
        FixtureServer.Tool("test_image_content", () => ImageContentBlock.FromBytes(Samples.Png, "image/png")),
        FixtureServer.Tool("test_audio_content", () => AudioContentBlock.FromBytes(Samples.Wav, "audio/wav")),
        FixtureServer.Tool("test_embedded_resource", () => Embedded("test://embedded-resource", "text/plain", "This is an embedded resource content.")),
        FixtureServer.Tool("test_multiple_content_types", Mixed),
        FixtureServer.Tool("test_error_handling", Fail),
    ];

    private static ContentBlock[] Mixed() =>
    [
        new TextContentBlock { Text = "Multiple content types test:" },
        ImageContentBlock.FromBytes(Samples.Png, "image/png"),
        Embedded("test://mixed-content-resource", "application/json", """{"test":"data","value":123}"""),
    ];

    private static string Fail() => throw new McpException("This tool intentionally returns an error for testing");

    private static EmbeddedResourceBlock Embedded(string uri, string type, string text) =>
        new() { Resource = new TextResourceContents { Uri = uri, MimeType = type, Text = text } };
}

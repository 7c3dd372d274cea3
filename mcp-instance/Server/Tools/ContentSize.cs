using System.Text;
using ModelContextProtocol.Protocol;

namespace McpTenants.Instance.Tools;

/// <summary>Bytes of a result that was made elsewhere, near enough to hold a limit.</summary>
internal static class ContentSize
{
    public static long Of(CallToolResult result) =>
        result.Content.Sum(Of) + (result.StructuredContent is { } structured ? Encoding.UTF8.GetByteCount(structured.GetRawText()) : 0);

    private static long Of(ContentBlock block) => block switch
    {
        TextContentBlock text => Encoding.UTF8.GetByteCount(text.Text),
        ImageContentBlock image => image.Data.Length,
        AudioContentBlock audio => audio.Data.Length,
        EmbeddedResourceBlock { Resource: TextResourceContents text } => Encoding.UTF8.GetByteCount(text.Text),
        EmbeddedResourceBlock { Resource: BlobResourceContents blob } => blob.Blob.Length,
        _ => 256,
    };
}

using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace ConformanceHost.Fixtures;

internal static class FixtureResources
{
    public static IEnumerable<McpServerResource> All =>
    [
        Resource("test://static-text", "text/plain", () => "This is the content of the static text resource."),
        Resource("test://static-binary", "image/png", () => BlobResourceContents.FromBytes(Samples.Png, "test://static-binary", "image/png")),
        Resource("test://watched-resource", "text/plain", () => "Watched resource content"),
        Resource("test://template/{id}/data", "application/json", (string id) => new TextResourceContents
        {
            Uri = $"test://template/{id}/data", MimeType = "application/json", Text = $$"""{"id":"{{id}}","templateTest":true,"data":"Data for ID: {{id}}"}""",
        }),
    ];

    private static McpServerResource Resource(string uri, string type, Delegate read) =>
        McpServerResource.Create(read, new McpServerResourceCreateOptions { UriTemplate = uri, Name = uri, MimeType = type, Description = uri });
}

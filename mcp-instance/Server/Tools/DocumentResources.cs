using McpTenants.Instance.Workspace;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpTenants.Instance.Tools;

/// <summary>Documents as resources <c>kb://documents/{id}</c>.</summary>
internal sealed class DocumentResources(Func<CancellationToken, Task<DocumentStore>> store)
{
    /// <summary>Resources on one page of a list.</summary>
    public const int PageSize = 100;

    private static readonly IReadOnlyDictionary<string, string> NoFilter = new Dictionary<string, string>(StringComparer.Ordinal);

    public void AddTo(McpServerHandlers handlers)
    {
        handlers.ListResourcesHandler = ListAsync;
        handlers.ListResourceTemplatesHandler = static (_, _) => ValueTask.FromResult(new ListResourceTemplatesResult
        {
            ResourceTemplates =
            [
                new ResourceTemplate { Name = "document", UriTemplate = DocumentUri.Template, MimeType = "text/markdown", Title = "A document of this workspace" },
                new ResourceTemplate { Name = "document-version", UriTemplate = DocumentUri.VersionTemplate, MimeType = "text/markdown", Title = "An earlier version of a document" },
            ],
        });
        handlers.ReadResourceHandler = ReadAsync;
    }

    private async ValueTask<ListResourcesResult> ListAsync(RequestContext<ListResourcesRequestParams> request, CancellationToken ct)
    {
        long? before = null;
        if (request.Params?.Cursor is { } cursor)
            before = Cursor.TryParse(cursor) ?? throw new McpProtocolException("The cursor is not valid.", McpErrorCode.InvalidParams);
        var documents = await store(ct).ConfigureAwait(false);
        var page = await documents.ListAsync(PageSize, before, NoFilter, ct).ConfigureAwait(false);
        return new ListResourcesResult
        {
            Resources = [.. page.Items.Select(d => new Resource { Uri = DocumentUri.For(d.Id), Name = d.Title, MimeType = "text/markdown", Size = d.Bytes })],
            NextCursor = page.Next is { } next ? Cursor.Format(next) : null,
        };
    }

    private async ValueTask<ReadResourceResult> ReadAsync(RequestContext<ReadResourceRequestParams> request, CancellationToken ct)
    {
        var uri = request.Params?.Uri ?? "";
        // One answer for foreign schemes, traversal and documents that are not there: nothing can be probed.
        if (DocumentUri.TryParse(uri) is not var (id, version) || await FindAsync(id, version, ct).ConfigureAwait(false) is not { } document)
            throw ResourceErrors.NotFound(request);
        return new ReadResourceResult { Contents = [new TextResourceContents { Uri = uri, MimeType = "text/markdown", Text = document.Content }] };
    }

    private async Task<Document?> FindAsync(string id, int? version, CancellationToken ct) =>
        await (await store(ct).ConfigureAwait(false)).GetAsync(id, version, ct).ConfigureAwait(false);
}

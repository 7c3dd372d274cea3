using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpTenants.Instance.Sidecars.Calls;
using McpTenants.Instance.Tools;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpTenants.Instance.Sidecars.Content;

/// <summary>Resources of third-party servers behind our own documents. URIs stay as they are: results, templates and links of the server name them.</summary>
internal sealed class SidecarResources(SidecarSurface surface, SidecarRelay relay)
{
    // Cursors of our part of the list; the documents' begin otherwise.
    private const char CursorPrefix = 's';

    public void AddTo(McpServerHandlers handlers)
    {
        if (!surface.HasResources)
            return;
        var (list, templates, read) = (handlers.ListResourcesHandler, handlers.ListResourceTemplatesHandler, handlers.ReadResourceHandler);
        handlers.ListResourcesHandler = (request, ct) => ListAsync(request, list, ct);
        handlers.ListResourceTemplatesHandler = async (request, ct) =>
        {
            var own = templates is null ? [] : (await templates(request, ct).ConfigureAwait(false)).ResourceTemplates;
            return new ListResourceTemplatesResult { ResourceTemplates = [.. own, .. surface.Templates()] };
        };
        handlers.ReadResourceHandler = async (request, ct) => surface.OwnerOf(request.Params?.Uri) is { } owner
            ? await ReadAsync(request, owner, ct).ConfigureAwait(false)
            : read is not null ? await read(request, ct).ConfigureAwait(false) : throw ResourceErrors.NotFound(request);
    }

    // Documents first; what is left of their last page, and further pages, is the servers'.
    private async ValueTask<ListResourcesResult> ListAsync(
        RequestContext<ListResourcesRequestParams> request, McpRequestHandler<ListResourcesRequestParams, ListResourcesResult>? own, CancellationToken cancellationToken)
    {
        var cursor = request.Params?.Cursor;
        var (page, from) = (new ListResourcesResult { Resources = [] }, 0);
        if (cursor?.StartsWith(CursorPrefix) is true)
            from = int.TryParse(cursor.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : throw Invalid();
        else if (own is not null)
            page = await own(request, cancellationToken).ConfigureAwait(false);
        else if (cursor is not null)
            throw Invalid();
        if (page.NextCursor is not null)
            return page;
        var room = Math.Max(1, DocumentResources.PageSize - page.Resources.Count);
        var rest = surface.Resources().Skip(from).Take(room + 1).ToList();
        return new ListResourcesResult
        {
            Resources = [.. page.Resources, .. rest.Take(room)],
            NextCursor = rest.Count > room ? string.Create(CultureInfo.InvariantCulture, $"{CursorPrefix}{from + room}") : null,
        };
    }

    private Task<ReadResourceResult> ReadAsync(RequestContext<ReadResourceRequestParams> request, SidecarServer owner, CancellationToken cancellationToken)
    {
        var uri = request.Params!.Uri;
        return relay.RunAsync(
            request, owner.Connection, owner.ResourcesName, "resource", new JsonObject { ["uri"] = uri }, answer => Read(answer, owner, uri),
            code => code is McpErrorCode.InvalidParams or McpErrorCode.ResourceNotFound ? ResourceErrors.NotFound(request) : null, cancellationToken);
    }

    private ReadResourceResult Read(JsonNode? answer, SidecarServer owner, string uri)
    {
        var result = SidecarJson.Read<ReadResourceResult>(answer);
        if (result.Contents is not { Count: > 0 } contents || contents.Any(c => c?.Uri is null))
            throw new JsonException();
        // A client keeps contents by their URI: a server that could answer with somebody else's would put words into other servers' and our documents' mouths.
        if (contents.Any(c => c.Uri != uri && !surface.MayAnswerWith(owner, c.Uri)))
            throw new SidecarException("answered with a resource that is not its own.");
        return new ReadResourceResult { Contents = contents };
    }

    private static McpProtocolException Invalid() => new("The cursor is not valid.", McpErrorCode.InvalidParams);
}

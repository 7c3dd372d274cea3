using McpTenants.Instance.Workspace;

namespace McpTenants.Instance.Tools;

/// <summary>The built-in tools: a document workspace.</summary>
internal static class DocumentTools
{
    private const int MaximumContentBytes = 1 << 20;
    private const int MaximumTitleBytes = 500;
    private const int MaximumQueryBytes = 1000;

    /// <param name="store">Asked for at the first call, so that listing tools never waits for the disk.</param>
    public static IReadOnlyList<ToolDefinition> Create(Func<CancellationToken, Task<DocumentStore>> store) =>
    [
        new("document_create", "Create or update a document",
            "Stores a text document in this workspace. With the id of an existing document it adds a new version; earlier versions are kept.",
            DocumentSchemas.Create, ToolKind.Add, async (arguments, ct) => await SaveAsync(await store(ct).ConfigureAwait(false), arguments, ct).ConfigureAwait(false)),
        new("document_delete", "Delete a document", "Deletes a document with all its versions. This cannot be undone.",
            DocumentSchemas.Delete, ToolKind.Destroy, async (arguments, ct) => await DeleteAsync(await store(ct).ConfigureAwait(false), arguments, ct).ConfigureAwait(false)),
        new("document_get", "Read a document", "Returns a document with its content and metadata, the current version or an earlier one.",
            DocumentSchemas.Get, ToolKind.Read, async (arguments, ct) => await GetAsync(await store(ct).ConfigureAwait(false), arguments, ct).ConfigureAwait(false)),
        new("document_list", "List documents", "Lists the documents of this workspace, newest first, without their content.",
            DocumentSchemas.List, ToolKind.Read, async (arguments, ct) => await ListAsync(await store(ct).ConfigureAwait(false), arguments, ct).ConfigureAwait(false)),
        new("document_search", "Search documents",
            "Full-text search over titles and contents. All words must occur; a trailing * matches the beginning of a word. Returns the best matches with a snippet.",
            DocumentSchemas.Search, ToolKind.Read, async (arguments, ct) => await SearchAsync(await store(ct).ConfigureAwait(false), arguments, ct).ConfigureAwait(false)),
    ];

    private static async Task<ToolOutput> SaveAsync(DocumentStore store, ToolArguments arguments, CancellationToken ct)
    {
        var draft = new DocumentDraft(
            Id(arguments, required: false), arguments.Text("title", MaximumTitleBytes), arguments.Text("content", MaximumContentBytes),
            arguments.OptionalMap("metadata", 32, 8192), arguments.OptionalInteger("expectedVersion", 0, int.MaxValue));
        arguments.RequireNoOthers();
        if (string.IsNullOrWhiteSpace(draft.Title))
            return ToolOutput.Failed("The title must not be empty.");
        try
        {
            var saved = await store.SaveAsync(draft, ct).ConfigureAwait(false);
            return ToolOutput.Json(json => DocumentJson.Write(json, saved));
        }
        catch (DocumentConflictException e)
        {
            return ToolOutput.Failed(e.Message);
        }
    }

    private static async Task<ToolOutput> GetAsync(DocumentStore store, ToolArguments arguments, CancellationToken ct)
    {
        var (id, version) = (Id(arguments, required: true)!, arguments.OptionalInteger("version", 1, int.MaxValue));
        arguments.RequireNoOthers();
        var document = await store.GetAsync(id, version, ct).ConfigureAwait(false);
        return document is null ? NotFound : ToolOutput.Json(json => DocumentJson.Write(json, document));
    }

    private static async Task<ToolOutput> ListAsync(DocumentStore store, ToolArguments arguments, CancellationToken ct)
    {
        var limit = arguments.OptionalInteger("limit", 1, 200) ?? 50;
        var before = Cursor.Parse(arguments.OptionalText("cursor", 64));
        arguments.RequireNoOthers();
        var page = await store.ListAsync(limit, before, ct).ConfigureAwait(false);
        return ToolOutput.Json(json => DocumentJson.Write(json, page));
    }

    private static async Task<ToolOutput> SearchAsync(DocumentStore store, ToolArguments arguments, CancellationToken ct)
    {
        var (query, limit) = (arguments.Text("query", MaximumQueryBytes), arguments.OptionalInteger("limit", 1, 50) ?? 10);
        arguments.RequireNoOthers();
        var hits = await store.SearchAsync(query, limit, ct).ConfigureAwait(false);
        return ToolOutput.Json(json => DocumentJson.Write(json, hits));
    }

    private static async Task<ToolOutput> DeleteAsync(DocumentStore store, ToolArguments arguments, CancellationToken ct)
    {
        var id = Id(arguments, required: true)!;
        arguments.RequireNoOthers();
        return await store.DeleteAsync(id, ct).ConfigureAwait(false)
            ? ToolOutput.Json(json =>
            {
                json.WriteStartObject();
                json.WriteString("deleted", id);
                json.WriteEndObject();
            })
            : NotFound;
    }

    private static ToolOutput NotFound { get; } = ToolOutput.Failed("There is no such document.");

    private static string? Id(ToolArguments arguments, bool required)
    {
        var id = required ? arguments.Text("id", 64) : arguments.OptionalText("id", 64);
        if (id is not null && !DocumentId.IsValid(id))
            throw new ToolInputException("The id must consist of lower-case letters, digits and hyphens and begin with a letter or digit.");
        return id;
    }
}

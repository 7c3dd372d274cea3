using System.Text.Json;
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
            "Stores a text document in this workspace. With the id of an existing document it adds a new version; a bounded number of earlier versions is kept.",
            DocumentSchemas.Create, ToolKind.Add, async (arguments, ct) => await SaveAsync(await store(ct).ConfigureAwait(false), arguments, ct).ConfigureAwait(false)),
        new("document_delete", "Delete a document", "Deletes a document with all its versions. This cannot be undone.",
            DocumentSchemas.Delete, ToolKind.Destroy, async (arguments, ct) => await DeleteAsync(await store(ct).ConfigureAwait(false), arguments, ct).ConfigureAwait(false)),
        new("document_get", "Read a document", "Returns a document with its content and metadata, the current version or an earlier one.",
            DocumentSchemas.Get, ToolKind.Read, async (arguments, ct) => await GetAsync(await store(ct).ConfigureAwait(false), arguments, ct).ConfigureAwait(false)),
        new("document_list", "List documents", "Lists the documents of this workspace, newest first, without their content.",
            DocumentSchemas.List, ToolKind.Read, async (arguments, ct) => await ListAsync(await store(ct).ConfigureAwait(false), arguments, ct).ConfigureAwait(false)),
        new("document_update", "Change a document",
            "Adds a version to an existing document. What is left out stays as it is. Give expectedVersion to be told when somebody else was faster.",
            DocumentSchemas.Update, ToolKind.Add, async (arguments, ct) => await UpdateAsync(await store(ct).ConfigureAwait(false), arguments, ct).ConfigureAwait(false)),
        new("document_versions", "List versions of a document", "Lists the versions of a document that are kept, newest first, without their content.",
            DocumentSchemas.Versions, ToolKind.Read, async (arguments, ct) => await VersionsAsync(await store(ct).ConfigureAwait(false), arguments, ct).ConfigureAwait(false)),
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
        return await ChangeAsync(() => store.SaveAsync(draft, ct)!).ConfigureAwait(false);
    }

    private static Task<ToolOutput> UpdateAsync(DocumentStore store, ToolArguments arguments, CancellationToken ct)
    {
        var draft = new DocumentDraft(
            Id(arguments, required: true), arguments.OptionalText("title", MaximumTitleBytes), arguments.OptionalText("content", MaximumContentBytes),
            arguments.Has("metadata") ? arguments.OptionalMap("metadata", 32, 8192) : null, arguments.OptionalInteger("expectedVersion", 1, int.MaxValue));
        arguments.RequireNoOthers();
        if (draft is { Title: null, Content: null, Metadata: null })
            throw new ToolInputException("Give at least one of title, content and metadata.");
        return draft.Title is not null && string.IsNullOrWhiteSpace(draft.Title)
            ? Task.FromResult(ToolOutput.Failed("The title must not be empty."))
            : ChangeAsync(() => store.UpdateAsync(draft, ct));
    }

    private static async Task<ToolOutput> VersionsAsync(DocumentStore store, ToolArguments arguments, CancellationToken ct)
    {
        var (id, limit) = (Id(arguments, required: true)!, arguments.OptionalInteger("limit", 1, 200) ?? 50);
        var before = Cursor.Parse(arguments.OptionalText("cursor", 64));
        arguments.RequireNoOthers();
        var page = await store.VersionsAsync(id, limit, before, ct).ConfigureAwait(false);
        return page.Items.Count == 0 && before is null ? NotFound : ToolOutput.Json(json => DocumentJson.Write(json, page, "versions"));
    }

    /// <summary>Runs a change; what contradicts the stored documents or does not fit is an answer and not a defect.</summary>
    private static async Task<ToolOutput> ChangeAsync(Func<Task<DocumentSummary?>> change)
    {
        try
        {
            var saved = await change().ConfigureAwait(false);
            return saved is null ? NotFound : ToolOutput.Json(json => DocumentJson.Write(json, saved));
        }
        catch (Exception e) when (e is DocumentConflictException or WorkspaceFullException)
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
        var metadata = arguments.OptionalMap("metadata", 8, 8192);
        arguments.RequireNoOthers();
        var page = await store.ListAsync(limit, before, metadata, ct).ConfigureAwait(false);
        return ToolOutput.Json(json => DocumentJson.Write(json, page, "documents"));
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
        var (id, expected) = (Id(arguments, required: true)!, arguments.OptionalInteger("expectedVersion", 1, int.MaxValue));
        arguments.RequireNoOthers();
        try
        {
            return await store.DeleteAsync(id, expected, ct).ConfigureAwait(false) ? ToolOutput.Json(json => WriteDeleted(json, id)) : NotFound;
        }
        catch (Exception e) when (e is DocumentConflictException or WorkspaceFullException)
        {
            return ToolOutput.Failed(e.Message);
        }
    }

    private static void WriteDeleted(Utf8JsonWriter json, string id)
    {
        json.WriteStartObject();
        json.WriteString("deleted", id);
        json.WriteEndObject();
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

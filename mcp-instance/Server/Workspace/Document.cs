namespace McpTenants.Instance.Workspace;

/// <summary>One version of a document with its content.</summary>
internal sealed record Document(
    string Id, int Version, string Title, string Content, IReadOnlyDictionary<string, string> Metadata, DateTimeOffset Created, DateTimeOffset Updated);

/// <summary>A document without its content.</summary>
internal sealed record DocumentSummary(
    string Id, int Version, string Title, long Bytes, IReadOnlyDictionary<string, string> Metadata, DateTimeOffset Created, DateTimeOffset Updated);

/// <summary>A search result; a lower rank is better (SQLite's bm25).</summary>
internal sealed record DocumentHit(string Id, string Title, string Snippet, double Rank);

/// <summary>A page and where the next one begins; null after the last.</summary>
internal sealed record Page<T>(IReadOnlyList<T> Items, long? Next);

/// <summary>What is written when a document is created or replaced. Null members of an update stay as they are.</summary>
internal sealed record DocumentDraft(string? Id, string? Title, string? Content, IReadOnlyDictionary<string, string>? Metadata, int? ExpectedVersion);

/// <summary>The request contradicts the stored documents; the message is for the caller.</summary>
internal sealed class DocumentConflictException(string message) : Exception(message);

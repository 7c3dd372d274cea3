namespace McpTenants.Instance.Workspace;

/// <summary>How much a tenant may keep.</summary>
/// <param name="Bytes">Titles, contents and metadata of all versions together; null: as much as fits.</param>
/// <param name="Versions">Versions per document, the current one included.</param>
internal sealed record StoragePolicy(long? Bytes = null, int Versions = 20);

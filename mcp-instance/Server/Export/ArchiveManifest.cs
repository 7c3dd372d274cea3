using System.Text.Json.Serialization;

namespace McpTenants.Instance.Export;

/// <summary>First file of an archive: what must be in it. Carries no time, so that the same workspace gives the same archive.</summary>
internal sealed record ArchiveManifest
{
    public const string Path = "manifest.json";
    public const string CurrentFormat = "mcp-tenant-archive/1";

    public required string Format { get; init; }

    public required ArchiveTenant Tenant { get; init; }

    /// <summary>Current documents.</summary>
    public required long Documents { get; init; }

    /// <summary>All versions of all documents: the lines of documents.jsonl.</summary>
    public required long Versions { get; init; }

    public required IReadOnlyList<ArchiveFile> Files { get; init; }
}

internal sealed record ArchiveTenant(string Uid, string Name);

internal sealed record ArchiveFile(string Path, long Bytes, string Sha256);

[JsonSerializable(typeof(ArchiveManifest))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n")]
internal sealed partial class ArchiveJson : JsonSerializerContext;

using System.IO.Compression;
using System.Text.Json;
using McpTenants.Audit;
using McpTenants.Audit.Storage;
using McpTenants.Instance.Configuration;

namespace McpTenants.Instance.Export;

/// <summary>
/// The archive of one tenant: a gzipped tar stream of manifest, database file, documents as JSON lines, audit files, and configuration. Everything is read twice, once
/// for the manifest and once to be sent, instead of being kept: an archive may be larger than the memory of the pod that sends it.
/// </summary>
internal sealed class WorkspaceArchive : IDisposable
{
    public const string DocumentsPath = "workspace/documents.jsonl";
    public const string DatabasePath = "workspace/workspace.db";
    public const string AuditPrefix = "audit/";

    private readonly WorkspaceSnapshot snapshot;
    private readonly IReadOnlyList<(ArchiveFile File, Func<Stream, CancellationToken, Task> Content)> parts;
    private readonly byte[] manifest;

    private WorkspaceArchive(WorkspaceSnapshot snapshot, IReadOnlyList<(ArchiveFile, Func<Stream, CancellationToken, Task>)> parts, byte[] manifest) =>
        (this.snapshot, this.parts, this.manifest) = (snapshot, parts, manifest);

    public static async Task<WorkspaceArchive> OpenAsync(InstanceEnvironment environment, CancellationToken cancellationToken)
    {
        var tenant = new ConfigurationFiles(environment.ConfigurationFolder).Read().Configuration.Tenant;
        var opened = WorkspaceSnapshot.Open(environment.DatabaseFile);
        var files = new List<(ArchiveFile File, Func<Stream, CancellationToken, Task> Content)>();
        foreach (var name in (string[])["instance.json", "jwks.json"])
            await AddFileAsync("configuration/" + name, Path.Combine(environment.ConfigurationFolder, name)).ConfigureAwait(false);
        await AddAsync(DocumentsPath, opened.WriteLinesAsync).ConfigureAwait(false);
        if (opened.File is { } database)
            await AddFileAsync(DatabasePath, database).ConfigureAwait(false);

        var audit = new AuditFolder(AuditTrail.FolderIn(environment.DataFolder));
        foreach (var name in audit.List())
            await AddFileAsync(AuditPrefix + name, audit.FullName(name)).ConfigureAwait(false);

        var (documents, versions) = opened.Count();
        var document = JsonSerializer.SerializeToUtf8Bytes(
            new ArchiveManifest
            {
                Format = ArchiveManifest.CurrentFormat,
                Tenant = new ArchiveTenant(tenant.Uid, tenant.Name),
                Documents = documents,
                Versions = versions,
                Files = [.. files.Select(p => p.File)],
            },
            ArchiveJson.Default.ArchiveManifest);
        return new WorkspaceArchive(opened, files, document);

        async Task AddAsync(string path, Func<Stream, CancellationToken, Task> content)
        {
            await using var measure = new HashingStream(Stream.Null);
            await content(measure, cancellationToken).ConfigureAwait(false);
            files.Add((new ArchiveFile(path, measure.Length, measure.Sha256), content));
        }

        Task AddFileAsync(string path, string file) => !File.Exists(file) ? Task.CompletedTask : AddAsync(path, async (target, ct) =>
        {
            await using var source = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            await source.CopyToAsync(target, ct).ConfigureAwait(false);
        });
    }

    /// <summary>Writes the archive and returns its SHA-256.</summary>
    /// <exception cref="InvalidDataException">A file changed since the manifest was made; what was written is not an archive.</exception>
    public async Task<string> WriteAsync(Stream target, CancellationToken cancellationToken)
    {
        await using var hashing = new HashingStream(target);
        await using (var gzip = new GZipStream(hashing, CompressionLevel.Optimal, leaveOpen: true))
        {
            var tar = new TarOutput(gzip);
            await tar.WriteAsync(ArchiveManifest.Path, manifest.Length, s => s.WriteAsync(manifest, cancellationToken).AsTask(), cancellationToken).ConfigureAwait(false);
            foreach (var (file, content) in parts)
                await tar.WriteAsync(file.Path, file.Bytes, s => WriteCheckedAsync(file, content, s, cancellationToken), cancellationToken).ConfigureAwait(false);
            await tar.CompleteAsync(cancellationToken).ConfigureAwait(false);
        }
        return hashing.Sha256;
    }

    public void Dispose() => snapshot.Dispose();

    private static async Task WriteCheckedAsync(ArchiveFile file, Func<Stream, CancellationToken, Task> content, Stream target, CancellationToken cancellationToken)
    {
        await using var check = new HashingStream(target);
        await content(check, cancellationToken).ConfigureAwait(false);
        if (check.Sha256 != file.Sha256)
            throw new InvalidDataException($"{file.Path} changed while it was archived; is a server still running?");
    }
}

using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using McpTenants.Audit;
using McpTenants.Audit.Chain;
using McpTenants.Audit.Storage;
using McpTenants.Instance.Configuration;

namespace McpTenants.Instance.Export;

/// <summary>
/// Brings an archive into an empty data folder. Checked as a whole before anything is written; a mark names the archive while it is under way, so that an
/// import that was killed is begun again, one that is done is not, and data of anybody else is never touched.
/// </summary>
internal sealed class ArchiveImport(InstanceEnvironment environment)
{
    private const string Done = " done";

    private string Mark => Path.Combine(environment.DataFolder, "import");

    private string AuditFolderPath => AuditTrail.FolderIn(environment.DataFolder);

    /// <summary>Imports, and says what is there now.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged, or the folder is not empty; nothing was changed.</exception>
    public async Task<string> RunAsync(string archive, CancellationToken cancellationToken)
    {
        var (manifest, digest) = await CheckAsync(archive, cancellationToken).ConfigureAwait(false);
        Directory.CreateDirectory(environment.DataFolder);
        var mark = File.Exists(Mark) ? await File.ReadAllTextAsync(Mark, cancellationToken).ConfigureAwait(false) : null;
        if (mark == digest + Done)
            return "already imported: " + Describe(manifest);
        if (mark != digest && (File.Exists(environment.DatabaseFile) || new AuditFolder(AuditFolderPath).List().Count > 0))
            throw new InvalidDataException($"{environment.DataFolder} is not empty; an archive is only imported where nothing can be overwritten.");

        await SetMarkAsync(digest).ConfigureAwait(false);
        // What is here belongs to an attempt of the same archive that was killed.
        foreach (var suffix in (string[])["", "-wal", "-shm"])
            File.Delete(environment.DatabaseFile + suffix);
        if (Directory.Exists(AuditFolderPath))
            Directory.Delete(AuditFolderPath, recursive: true);
        await UnpackAsync(archive, cancellationToken).ConfigureAwait(false);
        CheckCounts(manifest);
        var report = new AuditFolder(AuditFolderPath).Verify();
        await SetMarkAsync(digest + Done).ConfigureAwait(false);
        return "imported: " + Describe(manifest) + (report.Break is { } found
            ? $"\nthe audit chain does not hold, as in the archive: {found.File}, line {found.Line}: {found.Problem}"
            : $"\nthe audit chain holds: {report.Records} records");
    }

    private static async Task<(ArchiveManifest Manifest, string Digest)> CheckAsync(string archive, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(archive);
        var digest = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false));
        stream.Position = 0;
        var (manifest, problems) = await ArchiveCheck.RunAsync(stream, cancellationToken).ConfigureAwait(false);
        return manifest is not null && problems.Count == 0 ? (manifest, digest) : throw new InvalidDataException(string.Join(' ', problems));
    }

    private async Task UnpackAsync(string archive, CancellationToken cancellationToken)
    {
        await using var gzip = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress);
        await using var tar = new TarReader(gzip);
        while (await tar.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false) is { } entry)
        {
            if (Target(entry.Name) is not { } target)
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            await DurableFile.WriteAsync(target, s => entry.DataStream?.CopyToAsync(s, cancellationToken) ?? Task.CompletedTask).ConfigureAwait(false);
        }
        DurableFolder.Sync(environment.DataFolder);
    }

    // Names are compared, never joined to a path. Configuration belongs to the operator, and the JSON lines are in the database.
    private string? Target(string name) => name switch
    {
        WorkspaceArchive.DatabasePath => environment.DatabaseFile,
        _ when name.StartsWith(WorkspaceArchive.AuditPrefix, StringComparison.Ordinal) && AuditFileName.TryParse(name[WorkspaceArchive.AuditPrefix.Length..]) is { } file =>
            Path.Combine(AuditFolderPath, file.ToString()),
        _ => null,
    };

    private void CheckCounts(ArchiveManifest manifest)
    {
        using var snapshot = WorkspaceSnapshot.Open(environment.DatabaseFile);
        if (snapshot.Count() != (manifest.Documents, manifest.Versions))
            throw new InvalidDataException("The database of the archive does not hold what its manifest counts.");
    }

    private Task SetMarkAsync(string text) => DurableFile.WriteAsync(Mark, s => s.WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask());

    private static string Describe(ArchiveManifest manifest) =>
        $"tenant {manifest.Tenant.Name} ({manifest.Tenant.Uid}), {manifest.Documents} documents, {manifest.Versions} versions";
}

using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;

namespace McpTenants.Instance.Export;

/// <summary>Holds an archive against its own manifest, without unpacking it anywhere.</summary>
internal static class ArchiveCheck
{
    private const int MaximumManifestBytes = 1 << 20;

    /// <summary>The manifest, and everything that is wrong; an archive without problems is complete and undamaged.</summary>
    public static async Task<(ArchiveManifest? Manifest, IReadOnlyList<string> Problems)> RunAsync(Stream archive, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        ArchiveManifest? manifest = null;
        try
        {
            await using var gzip = new GZipStream(archive, CompressionMode.Decompress);
            await using var tar = new TarReader(gzip);
            manifest = await ReadManifestAsync(tar, cancellationToken).ConfigureAwait(false);
            if (manifest is null)
                return (null, ["The archive does not begin with a manifest that is known here."]);
            var expected = manifest.Files.ToDictionary(f => f.Path, StringComparer.Ordinal);
            while (await tar.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false) is { } entry)
            {
                if (!expected.Remove(entry.Name, out var file))
                    problems.Add($"{entry.Name} is not in the manifest, or is there twice.");
                else
                    await CheckEntryAsync(entry, file, manifest, problems, cancellationToken).ConfigureAwait(false);
            }
            // The tar reader stops at the end mark; the checksum over everything is behind it.
            await gzip.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
            problems.AddRange(expected.Keys.Select(path => $"{path} is missing."));
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or JsonException or FormatException)
        {
            problems.Add("The archive is damaged: " + e.GetType().Name + ".");
        }
        return (manifest, problems);
    }

    private static async Task<ArchiveManifest?> ReadManifestAsync(TarReader tar, CancellationToken cancellationToken)
    {
        var entry = await tar.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false);
        if (entry is not { Name: ArchiveManifest.Path, DataStream: { } data } || entry.Length > MaximumManifestBytes)
            return null;
        var manifest = await JsonSerializer.DeserializeAsync(data, ArchiveJson.Default.ArchiveManifest, cancellationToken).ConfigureAwait(false);
        return manifest?.Format == ArchiveManifest.CurrentFormat ? manifest : null;
    }

    private static async Task CheckEntryAsync(TarEntry entry, ArchiveFile file, ArchiveManifest manifest, List<string> problems, CancellationToken cancellationToken)
    {
        await using var lines = new LineCounter();
        await using var hash = new HashingStream(lines);
        if (entry.DataStream is { } data)
            await data.CopyToAsync(hash, cancellationToken).ConfigureAwait(false);
        if (hash.Length != file.Bytes || hash.Sha256 != file.Sha256)
            problems.Add($"{file.Path} does not have the size and SHA-256 of the manifest.");
        else if (file.Path == WorkspaceArchive.DocumentsPath && lines.Lines != manifest.Versions)
            problems.Add($"{file.Path} has {lines.Lines} lines, the manifest counts {manifest.Versions}.");
    }
}

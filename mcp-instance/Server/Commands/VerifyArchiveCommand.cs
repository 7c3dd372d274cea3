using McpTenants.Instance.Export;

namespace McpTenants.Instance.Commands;

/// <summary>Checks an archive file and says what is in it; exit code 0 only when nothing is wrong.</summary>
internal static class VerifyArchiveCommand
{
    public static async Task<int> RunAsync(string file)
    {
        if (!File.Exists(file))
            throw new InvalidDataException($"{file} does not exist.");
        await using var archive = File.OpenRead(file);
        var (manifest, problems) = await ArchiveCheck.RunAsync(archive, CancellationToken.None).ConfigureAwait(false);
        foreach (var problem in problems)
            await Console.Error.WriteLineAsync(problem).ConfigureAwait(false);
        if (manifest is null || problems.Count > 0)
            return 1;
        await Console.Out.WriteLineAsync(
            $"ok: tenant {manifest.Tenant.Name} ({manifest.Tenant.Uid}), {manifest.Documents} documents, {manifest.Versions} versions, {manifest.Files.Count} files").ConfigureAwait(false);
        return 0;
    }
}

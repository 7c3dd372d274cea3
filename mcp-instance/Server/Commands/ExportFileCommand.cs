using McpTenants.Instance.Configuration;
using McpTenants.Instance.Export;

namespace McpTenants.Instance.Commands;

/// <summary>Writes the archive of a stopped workspace into a file, with no cluster.</summary>
internal static class ExportFileCommand
{
    public static async Task<int> RunAsync(InstanceEnvironment environment, string file)
    {
        using var archive = await WorkspaceArchive.OpenAsync(environment, CancellationToken.None).ConfigureAwait(false);
        var sha256 = "";
        await DurableFile.WriteAsync(file, async s => sha256 = await archive.WriteAsync(s, CancellationToken.None).ConfigureAwait(false)).ConfigureAwait(false);
        await Console.Out.WriteLineAsync($"{sha256}  {file}").ConfigureAwait(false);
        return 0;
    }
}

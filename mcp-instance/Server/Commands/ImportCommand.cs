using McpTenants.Instance.Configuration;
using McpTenants.Instance.Export;

namespace McpTenants.Instance.Commands;

/// <summary>Brings an archive into the empty data folder of the environment, with no cluster.</summary>
internal static class ImportCommand
{
    public static async Task<int> RunAsync(InstanceEnvironment environment, string file)
    {
        if (!File.Exists(file))
            throw new InvalidDataException($"{file} does not exist.");
        await Console.Out.WriteLineAsync(await new ArchiveImport(environment).RunAsync(file, CancellationToken.None).ConfigureAwait(false)).ConfigureAwait(false);
        return 0;
    }
}

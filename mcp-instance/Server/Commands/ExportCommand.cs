using McpTenants.Instance.Configuration;
using McpTenants.Instance.Export;

namespace McpTenants.Instance.Commands;

/// <summary>Serves the archive until the operator says that it has it.</summary>
internal static class ExportCommand
{
    public static async Task<int> RunAsync(InstanceEnvironment environment)
    {
        await using var server = await ExportServer.StartAsync(environment, CancellationToken.None).ConfigureAwait(false);
        await server.WaitForShutdownAsync().ConfigureAwait(false);
        return 0;
    }
}

using McpTenants.Instance.Configuration;
using McpTenants.Instance.Serving;

namespace McpTenants.Instance.Commands;

/// <summary>Serves until SIGTERM; then requests under way may finish, and an idle server stops at once.</summary>
internal static class ServeCommand
{
    public static async Task<int> RunAsync(InstanceEnvironment environment)
    {
        await using var output = Console.OpenStandardOutput();
        await using var server = await InstanceServer.StartAsync(environment, output, TimeProvider.System).ConfigureAwait(false);
        await server.WaitForShutdownAsync().ConfigureAwait(false);
        return 0;
    }
}

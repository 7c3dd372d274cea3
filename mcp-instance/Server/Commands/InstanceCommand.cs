using McpTenants.Instance.Configuration;
using McpTenants.Instance.Serving;

namespace McpTenants.Instance.Commands;

/// <summary>Chooses the command. By hand, because <c>serve</c> is on the path of every wake and a command-line library would cost it milliseconds.</summary>
internal static class InstanceCommand
{
    private const string Help = """
        mcp-instance - the MCP server of one tenant

        Usage:
          mcp-instance [serve] [--port N] [--admin-port N]   serve MCP (8080) and health and metrics (8081)
          mcp-instance export --serve [--port N]             serve the archive of the workspace once (8082)
          mcp-instance export FILE                           write the archive of a stopped workspace into a file
          mcp-instance import FILE                           bring an archive into an empty data folder
          mcp-instance verify-archive FILE                   check an archive against its manifest
          mcp-instance verify FOLDER [-o json] [--checkpoint SEQ:HASH]
                                                             check an audit trail; 0 intact, 1 broken, 2 not readable
          mcp-instance probe REQUEST                         try connections from here, for the operator (JSON in, JSON out)
          mcp-instance health [--admin-port N]               exit code 0 when the server on this machine is ready
          mcp-instance --version | --help

        Environment: MCP_CONFIG_DIR (/etc/mcp), MCP_DATA_DIR (/data), MCP_SECRETS_DIR (/etc/mcp-secrets)
        """;

    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            return args switch
            {
                [] => await ServeCommand.RunAsync(InstanceEnvironment.Read()).ConfigureAwait(false),
                ["serve", .. var rest] => await ServeCommand.RunAsync(Ports.Apply(InstanceEnvironment.Read(), rest)).ConfigureAwait(false),
                ["export", "--serve", .. var rest] => await ExportCommand.RunAsync(Ports.Apply(InstanceEnvironment.Read() with { Port = 8082 }, rest)).ConfigureAwait(false),
                ["export", var file] when !file.StartsWith('-') => await ExportFileCommand.RunAsync(InstanceEnvironment.Read(), file).ConfigureAwait(false),
                ["import", var file] => await ImportCommand.RunAsync(InstanceEnvironment.Read(), file).ConfigureAwait(false),
                ["verify-archive", var file] => await VerifyArchiveCommand.RunAsync(file).ConfigureAwait(false),
                ["verify", .. var rest] => VerifyCommand.Run(rest, Console.Out),
                ["probe", var request] => await ProbeCommand.RunAsync(request, Console.Out).ConfigureAwait(false),
                ["health", .. var rest] => await HealthCommand.RunAsync(Ports.Apply(InstanceEnvironment.Read(), rest)).ConfigureAwait(false),
                ["--version"] => Print(Console.Out, InstanceStateFactory.Version, 0),
                ["--help" or "-h" or "help"] => Print(Console.Out, Help, 0),
                _ => Print(Console.Error, Help, 2),
            };
        }
        catch (InvalidDataException e)
        {
            return Print(Console.Error, "mcp-instance: " + e.Message, 1);
        }
    }

    private static int Print(TextWriter output, string text, int code)
    {
        output.WriteLine(text);
        return code;
    }
}

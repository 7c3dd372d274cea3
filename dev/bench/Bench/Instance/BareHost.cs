using System.Globalization;
using System.Net;
using McpTenants.Bench.Processes;

namespace McpTenants.Bench.Instance;

/// <summary>The same SDK, protocol host and tools without our layers, as a plain process.</summary>
internal static class BareHost
{
    /// <summary>Starts it over an empty workspace.</summary>
    public static ServerProcess Start(BenchContext context, IPEndPoint endpoint) => ServerProcess.Start(
        context.Program("bare-host", "bare-host"), [endpoint.Port.ToString(CultureInfo.InvariantCulture), context.NewFolder("bare-host")], RuntimeEnvironment.Variables, context.LogFile("bare-host"));
}

using System.Net;
using McpTenants.Bench.Load;

namespace McpTenants.Bench.Processes;

/// <summary>The baseline program, started like ours.</summary>
internal static class EmptyApp
{
    /// <summary>A call of the size that our benchmarks send.</summary>
    public static ReadOnlyMemory<byte> Call { get; } = HttpRequestBytes.Post("localhost", "/mcp", """{"jsonrpc":"2.0","id":1,"method":"tools/call"}""");

    /// <summary>Starts it.</summary>
    public static ServerProcess Start(BenchContext context, IPEndPoint endpoint, string tenantUid = "") => ServerProcess.Start(
        context.Program("empty-app", "empty-app"), ["--urls", $"http://{endpoint}", "--tenant-uid", tenantUid], RuntimeEnvironment.Variables, context.LogFile("empty-app"));
}

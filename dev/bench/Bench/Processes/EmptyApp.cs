using System.Net;
using McpTenants.Bench.Load;

namespace McpTenants.Bench.Processes;

/// <summary>The baseline program, started like ours.</summary>
internal static class EmptyApp
{
    /// <summary>A call of the size that our benchmarks send.</summary>
    public static ReadOnlyMemory<byte> Call { get; } = HttpRequestBytes.Post("localhost", "/mcp", """{"jsonrpc":"2.0","id":1,"method":"tools/call"}""");

    /// <summary>Starts it, published as operator and gateway are.</summary>
    public static ServerProcess Start(BenchContext context, IPEndPoint endpoint, string tenantUid = "") => Start(context, "empty-app", endpoint, tenantUid);

    /// <summary>Starts it, published as the instance is.</summary>
    public static ServerProcess StartComposite(BenchContext context, IPEndPoint endpoint) => Start(context, "empty-app-composite", endpoint, "");

    private static ServerProcess Start(BenchContext context, string folder, IPEndPoint endpoint, string tenantUid) => ServerProcess.Start(
        context.Program(folder, "empty-app"), ["--urls", $"http://{endpoint}", "--tenant-uid", tenantUid], RuntimeEnvironment.Variables, context.LogFile("empty-app"));
}

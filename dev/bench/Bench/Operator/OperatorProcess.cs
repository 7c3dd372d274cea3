using McpTenants.Bench.Cluster;
using McpTenants.Bench.Load;
using McpTenants.Bench.Processes;

namespace McpTenants.Bench.Operator;

/// <summary>Our operator as a plain process.</summary>
internal static class OperatorProcess
{
    /// <summary>Starts it with its defaults, leader election included and probes of isolation left out, and waits until it is ready.</summary>
    public static async Task<ServerProcess> StartAsync(BenchContext context, ControlPlane plane, CancellationToken cancellationToken)
    {
        var binary = context.Program("operator", "mcp-operator");
        if (!File.Exists(binary))
            throw new NotMeasurableException("mcp-operator is not published");
        var token = Path.Combine(context.NewFolder("operator"), "token");
        await File.WriteAllTextAsync(token, "bench-admin-token-0123456789abcdef", cancellationToken);
        var health = FreePort.Next();
        string[] arguments =
        [
            "run", "--kubeconfig", plane.Kubeconfig, "--base-domain", "bench.test", "--instance-image", "mcptenants.dev/mcp-instance:dev",
            "--health-port", $"{health.Port}", "--webhook-port", "0", "--gateway-token-file", token, "--identity", "bench",
            // No kubelet: a probe's pod would never run.
            "--await-ingress-address", "false", "--isolation-probe-interval", "0",
        ];
        var process = ServerProcess.Start(binary, arguments, RuntimeEnvironment.Variables, context.LogFile("operator"));
        try
        {
            await process.FirstAnswerAsync(health, HttpRequestBytes.Get("localhost", "/readyz"), cancellationToken);
            return process;
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using McpTenants.Testing;

namespace EndToEnd.Support;

/// <summary>A way into a pod that no network policy stops: the kubelet connects from inside the pod's own network.</summary>
internal sealed class PortForward : IAsyncDisposable
{
    private readonly Process process;

    private PortForward(Process process, int port) => (this.process, Port) = (process, port);

    /// <summary>Port on this machine.</summary>
    public int Port { get; }

    /// <summary>Opens the way to a port of a tenant's running pod.</summary>
    public static async Task<PortForward> ToAsync(TestTenant tenant, int port)
    {
        var kubeconfig = await TestCluster.GetAsync(Tier.EndToEnd);
        var forward = Process.Start(new ProcessStartInfo("kubectl", ["--kubeconfig", kubeconfig, "-n", tenant.Namespace, "port-forward", "deploy/mcp-instance", $":{port}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        // Forwarding from 127.0.0.1:40123 -> 8080
        var line = await forward.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException(await forward.StandardError.ReadToEndAsync());
        return new PortForward(forward, int.Parse(line.Split(':', ' ')[3], CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }
}

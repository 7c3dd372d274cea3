using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Instance.Tests.Support;

/// <summary>The real program, as built beside these tests, with one folder for everything.</summary>
internal sealed class InstanceProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process process;
    private readonly Task<string> output;

    private InstanceProcess(Process process, int port)
    {
        this.process = process;
        output = process.StandardOutput.ReadToEndAsync();
        Http = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    /// <summary>Requests to its public port; connecting waits until it listens.</summary>
    public HttpClient Http { get; }

    public static InstanceProcess Start(string folder)
    {
        var (port, adminPort) = (FreePort(), FreePort());
        var program = Path.Combine(AppContext.BaseDirectory, "mcp-instance.dll");
        return new InstanceProcess(
            Process.Start(new ProcessStartInfo("dotnet", [program, "serve", "--port", $"{port}", "--admin-port", $"{adminPort}"])
            {
                Environment = { ["MCP_CONFIG_DIR"] = folder, ["MCP_DATA_DIR"] = folder, ["MCP_SECRETS_DIR"] = folder },
                RedirectStandardOutput = true,
                UseShellExecute = false,
            })!,
            port);
    }

    /// <summary>Ends it as Kubernetes does.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync(CancellationToken cancellationToken)
    {
        // The shell's own: the program of that name is not on every machine.
        using (var kill = Process.Start("sh", ["-c", "kill -TERM \"$0\"", $"{process.Id}"]))
            await kill.WaitForExitAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        return process.ExitCode;
    }

    /// <summary>What it has written, once it has ended.</summary>
    public Task<string> OutputAsync() => output;

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        Http.Dispose();
        process.Dispose();
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        while (true)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException) when (!process.HasExited)
            {
                socket.Dispose();
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

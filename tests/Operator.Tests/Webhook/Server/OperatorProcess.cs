using System.Collections.Concurrent;
using System.Diagnostics;

namespace Operator.Tests.Webhook.Server;

/// <summary>A real <c>mcp-operator run</c> beside the test.</summary>
internal sealed class OperatorProcess : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> lines = new();
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly Process process;
    private readonly int healthPort;

    private OperatorProcess(Process process, int healthPort)
    {
        (this.process, this.healthPort) = (process, healthPort);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>All that it wrote so far.</summary>
    public string Log => string.Join('\n', lines);

    /// <summary>What it logged as an error.</summary>
    public IEnumerable<string> Errors => lines.Where(line => line.Contains("\"LogLevel\":\"Error\"", StringComparison.Ordinal) || line.Contains("\"LogLevel\":\"Critical\"", StringComparison.Ordinal));

    public bool HasExited => process.HasExited;

    public static OperatorProcess Start(string kubeconfig, string platformFile)
    {
        var (healthPort, webhookPort) = (WebhookHost.FreePort(), WebhookHost.FreePort());
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "mcp-operator"),
        [
            "run", $"--kubeconfig={kubeconfig}", $"--platform-file={platformFile}", "--instance-image=mcptenants.dev/mcp-instance:dev",
            $"--health-port={healthPort}", $"--webhook-port={webhookPort}", $"--webhook-url=https://127.0.0.1:{webhookPort}",
            "--await-ingress-address=false", "--isolation-probe-interval=0",
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        return new(Process.Start(start)!, healthPort);
    }

    /// <summary>The status of a probe; 0 when nobody answers.</summary>
    public async Task<int> ProbeAsync(string path)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{healthPort}{path}"));
            return (int)answer.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        http.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is not null)
            lines.Enqueue(line);
    }
}

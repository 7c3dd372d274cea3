using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Operator.Tests.Integration.Support;

/// <summary>The real program, as built beside these tests.</summary>
internal sealed class OperatorProcess : IAsyncDisposable
{
    private readonly Process process = new();
    private readonly ConcurrentQueue<string> lines = new();
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private OperatorProcess()
    {
    }

    /// <summary>True when it ended, by itself or by a test.</summary>
    public bool HasExited => process.HasExited;

    /// <summary>What it has said so far.</summary>
    public IReadOnlyList<string> Lines => [.. lines];

    /// <summary>Starts it without waiting for anything.</summary>
    public static OperatorProcess Launch(string kubeconfig, string systemNamespace, params IEnumerable<string> more)
    {
        var port = FreePort();
        var started = new OperatorProcess();
        started.http.BaseAddress = new Uri($"http://127.0.0.1:{port}");
        started.process.StartInfo = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        string[] fixedOnes =
        [
            Path.Combine(AppContext.BaseDirectory, "mcp-operator.dll"), "run", "--kubeconfig", kubeconfig, "--system-namespace", systemNamespace,
            "--base-domain", "mcp.test", "--instance-image", "mcptenants.dev/mcp-instance:dev", "--health-port", $"{port}", "--log-format", "console",
            // No ingress controller beside an API server alone.
            "--await-ingress-address", "false",
        ];
        foreach (var argument in fixedOnes.Concat(more))
        {
            started.process.StartInfo.ArgumentList.Add(argument);
        }

        started.process.OutputDataReceived += (_, e) => started.Keep(e.Data);
        started.process.ErrorDataReceived += (_, e) => started.Keep(e.Data);
        started.process.Start();
        started.process.BeginOutputReadLine();
        started.process.BeginErrorReadLine();
        return started;
    }

    /// <summary>Waits until its caches are filled and its controllers work.</summary>
    public async Task<OperatorProcess> ReadyAsync()
    {
        await Until.TrueAsync(IsReadyAsync, () => Task.FromResult("The operator is not ready:\n" + Tail()));
        return this;
    }

    /// <summary>Ends it as a lost node would: no handler runs, nothing is flushed.</summary>
    public async Task KillAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        await process.WaitForExitAsync();
    }

    /// <summary>Requests to the API server that change something, sent since its start.</summary>
    public Task<double> WritesAsync() => SumAsync("mcp_operator_writes_total", "");

    /// <summary>The same without Events, which are written behind and say nothing about when something was done.</summary>
    public async Task<double> WritesButEventsAsync() => await WritesAsync() - await SumAsync("mcp_operator_writes_total", "kind=\"Event\"");

    /// <summary>Passes of the pipeline since its start.</summary>
    public Task<double> PassesAsync() => SumAsync("controller_runtime_reconcile_total", "tenants");

    /// <summary>The last lines, for the message of a failure.</summary>
    public string Tail(int count = 40) => string.Join('\n', lines.TakeLast(count));

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        process.Dispose();
        http.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<bool> IsReadyAsync()
    {
        if (process.HasExited)
        {
            throw new InvalidOperationException($"The operator ended with {process.ExitCode}:\n{Tail()}");
        }

        try
        {
            using var response = await http.GetAsync(new Uri("/readyz", UriKind.Relative));
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            // Not listening yet, or too busy to answer in time: a machine with too little of everything is no failure of the operator.
            return false;
        }
    }

    /// <summary>All its metrics as text.</summary>
    public Task<string> MetricsAsync() => http.GetStringAsync(new Uri("/metrics", UriKind.Relative));

    private async Task<double> SumAsync(string metric, string part)
    {
        var text = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        return text.Split('\n')
            .Where(l => l.StartsWith(metric, StringComparison.Ordinal) && l.Contains(part, StringComparison.Ordinal))
            .Sum(l => double.Parse(l[(l.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }
}

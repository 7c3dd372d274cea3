using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using McpTenants.Bench.Load;

namespace McpTenants.Bench.Processes;

/// <summary>A program under measurement, run as a plain process of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, long started, string logFile)
    {
        _process = process;
        Started = started;
        LogFile = logFile;
    }

    /// <summary>Timestamp just before the process was made.</summary>
    public long Started { get; }

    /// <summary>Where its output goes.</summary>
    public string LogFile { get; }

    /// <summary>True when it ended by itself.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>What /proc tells about it.</summary>
    public ProcessFacts Facts => ProcessFacts.Read(_process.Id);

    /// <summary>Starts a program.</summary>
    /// <param name="file">Path of the executable.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables to set on top of ours.</param>
    /// <param name="logFile">File for its output.</param>
    public static ServerProcess Start(string file, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> environment, string logFile)
    {
        // The shell only redirects and is replaced by the program, which keeps the process id: copying the output through
        // a pipe would cost us processor time in the middle of a measurement.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" \"$@\" >>\"$MCPT_BENCH_LOG\" 2>&1", file, .. arguments]) { UseShellExecute = false };
        start.Environment["MCPT_BENCH_LOG"] = logFile;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var started = Stopwatch.GetTimestamp();
        return new ServerProcess(Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start."), started, logFile);
    }

    /// <summary>Sends a request every millisecond until the first answer with status 200.</summary>
    /// <returns>The time from before the process was made to the end of that answer.</returns>
    public async Task<TimeSpan> FirstAnswerAsync(IPEndPoint endpoint, ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(TimeSpan.FromSeconds(60));
        var last = "no connection";
        while (!HasExited && !timeout.IsCancellationRequested)
        {
            try
            {
                using var connection = await HttpConnection.ConnectAsync(endpoint, timeout.Token);
                var status = await connection.SendAsync(request, timeout.Token);
                if (status == 200)
                    return Stopwatch.GetElapsedTime(Started);
                last = $"status {status}: {connection.Body}";
            }
            catch (Exception e) when (e is SocketException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                last = e is OperationCanceledException ? last : e.Message;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, timeout.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        cancellationToken.ThrowIfCancellationRequested();
        throw new InvalidOperationException(
            $"{Path.GetFileName(_process.StartInfo.ArgumentList[2])} {(HasExited ? "ended" : "did not answer within 60 s")} ({last}); its log ends with:\n{LogTail()}");
    }

    /// <summary>Asks it to end, as a kubelet does, and waits until it has.</summary>
    public async Task TerminateAsync(CancellationToken cancellationToken)
    {
        // The shell's own kill: a minimal machine has no program of that name, and .NET has no call for it.
        using var kill = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "kill -TERM \"$0\"", $"{_process.Id}"]) { UseShellExecute = false })
            ?? throw new InvalidOperationException("/bin/sh did not start.");
        await kill.WaitForExitAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Ends it the hard way (SIGKILL), and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Ends it the hard way: nothing under measurement may depend on a farewell.</summary>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private string LogTail() => File.Exists(LogFile) ? string.Join('\n', File.ReadLines(LogFile).TakeLast(20)) : "";
}

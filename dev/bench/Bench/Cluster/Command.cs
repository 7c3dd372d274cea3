using System.Diagnostics;

namespace McpTenants.Bench.Cluster;

/// <summary>Runs a command to its end.</summary>
internal static class Command
{
    /// <summary>Returns standard output; progress on standard error goes to the terminal.</summary>
    /// <exception cref="InvalidOperationException">It ended with another code than 0.</exception>
    public static async Task<string> RunAsync(string file, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, UseShellExecute = false })
            ?? throw new InvalidOperationException($"{file} did not start.");
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{Path.GetFileName(file)} ended with {process.ExitCode}: {output}");
    }
}

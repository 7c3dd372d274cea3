using System.Diagnostics;

namespace McpTenants.Testing;

/// <summary>Runs a bash script to its end.</summary>
public static class Script
{
    /// <summary>Runs the script and returns its standard output.</summary>
    /// <exception cref="InvalidOperationException">It ended with another code than 0; the message holds what it said.</exception>
    public static async Task<string> RunAsync(string script, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var process = new Process();
        process.StartInfo = new ProcessStartInfo("bash", [script, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        process.Start();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var progress = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return process.ExitCode == 0
            ? await output.ConfigureAwait(false)
            : throw new InvalidOperationException($"{Path.GetFileName(script)} ended with {process.ExitCode}:\n{await progress.ConfigureAwait(false)}");
    }
}

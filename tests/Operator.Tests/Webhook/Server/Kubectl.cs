using System.Diagnostics;

namespace Operator.Tests.Webhook.Server;

/// <summary>Runs kubectl as a user would.</summary>
internal static class Kubectl
{
    public static async Task<(int ExitCode, string Output, string Error)> TryAsync(string kubeconfig, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("kubectl", [$"--kubeconfig={kubeconfig}", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await error);
    }

    public static async Task<string> RunAsync(string kubeconfig, params string[] arguments)
    {
        var (exitCode, output, error) = await TryAsync(kubeconfig, arguments);
        return exitCode == 0 ? output : throw new InvalidOperationException($"kubectl {string.Join(' ', arguments)} ended with {exitCode}: {error}");
    }
}

using System.Diagnostics;
using McpTenants.Testing;

namespace Cli.Tests.Integration;

/// <summary>The plugin as kubectl runs it: a process with KUBECONFIG.</summary>
internal static class Plugin
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        // The build copies it beside the tests, as any referenced program.
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "kubectl-mcpt.dll"), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["KUBECONFIG"] = await TestCluster.GetAsync(Tier.Integration);
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Ct), process.StandardError.ReadToEndAsync(Ct));
        await process.WaitForExitAsync(Ct);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>Runs kubectl on the same cluster.</summary>
    public static async Task<string> KubectlAsync(string arguments, string input = "") =>
        await Script.RunAsync("-c", [$"printf '%s' \"$2\" | kubectl --kubeconfig \"$1\" {arguments}", "kubectl", await TestCluster.GetAsync(Tier.Integration), input], Ct);
}
